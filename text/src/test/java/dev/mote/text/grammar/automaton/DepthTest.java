package dev.mote.text.grammar.automaton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.gbnf.Gbnf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts that nest as deeply as they may can still be completed. */
class DepthTest {
    /** Columns: a grammar, what nests, what ends it. Several bytes stand before the next call. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    root ::= "[ " root " ]" | "x";                          [ ; x ]
                    root ::= "(-" a "-)" | "x"\\na ::= "<-" root "->" | "y"; (<-; xy )>-
                    root ::= "{" b "}" | "x"\\nb ::= "b" c "B"\\nc ::= root "c"; {b; xcB}
                    """)
    void neverComesToADeadEnd(String grammar, String nesting, String ending) {
        Automaton automaton = Automaton.of(Gbnf.parse(grammar.replace("\\n", "\n")));
        State state = automaton.start();
        int bytes = 0;
        while (!state.isComplete() && bytes < 20 * GrammarLimits.DEPTH_MAX) {
            State next = next(automaton, state, nesting);
            if (next.isDead()) {
                next = next(automaton, state, ending);
            }
            assertThat(next.isDead()).as("after %d bytes", bytes).isFalse();
            state = next;
            bytes++;
        }
        assertThat(bytes).isGreaterThan(GrammarLimits.DEPTH_MAX);
        assertThat(state.isAccepting()).isTrue();
    }

    /** The first byte of a list that leads on; white space counts. */
    private static State next(Automaton automaton, State state, String choices) {
        for (char choice : (choices + " ").toCharArray()) {
            State next = automaton.next(state, (byte) choice);
            if (!next.isDead()) {
                return next;
            }
        }
        return automaton.next(state, (byte) 0);
    }

    @Test
    void listsWrittenByRecursionAreEndless() {
        Automaton automaton = Automaton.of(Gbnf.parse("root ::= \"a\" root | \"b\""));
        assertThat(automaton.accepts("a".repeat(5000) + "b")).isTrue();
    }

    @Test
    void refusesWhatNeedsMoreDepthThanThereIs() {
        String rules =
                IntStream.range(0, 2000)
                        .mapToObj(i -> "r%d ::= \"(\" r%d \")\"\n".formatted(i, i + 1))
                        .collect(Collectors.joining());
        assertThatThrownBy(
                        () -> Automaton.of(Gbnf.parse("root ::= r0\n" + rules + "r2000 ::= \"x\"")))
                .isInstanceOf(GrammarTooComplexException.class)
                .hasMessageContaining("calls of rules inside each other");
    }
}
