package dev.mote.text.grammar.automaton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.gbnf.Gbnf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What following an answer may cost. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StepBudgetTest {
    /** Hundreds of ways to read each text, and no two texts that lead to the same state. */
    private static Automaton palindromes() {
        String rules =
                IntStream.range(0, 300)
                        .mapToObj(i ->
                                "p%d ::= \"a\" p%d \"a\" | \"b\" p%d \"b\" | \"c\"\n"
                                        .formatted(i, i, i))
                        .collect(Collectors.joining());
        String root =
                IntStream.range(0, 300).mapToObj(i -> "p" + i).collect(Collectors.joining(" | "));
        return Automaton.of(Gbnf.parse("root ::= " + root + "\n" + rules));
    }

    @Test
    void aMaskThatTakesTooLongIsGivenUp() {
        Automaton automaton = palindromes();
        StepBudget budget = new StepBudget();
        budget.nextMask();
        assertThatThrownBy(() -> explore(automaton, automaton.start(), 16, budget))
                .isInstanceOf(GrammarTooComplexException.class)
                .hasMessageContaining("steps to find what may come next, at most 1000000");
    }

    private static void explore(Automaton automaton, State state, int depth, StepBudget budget) {
        for (byte value : new byte[] {'a', 'b', 'c'}) {
            State next = automaton.next(state, value, budget);
            if (depth > 1 && !next.isDead()) {
                explore(automaton, next, depth - 1, budget);
            }
        }
    }

    @Test
    void anAnswerThatIsHardEverywhereIsGivenUp() {
        StepBudget budget = new StepBudget();
        int masks = 0;
        while (masks < 1000) {
            budget.nextMask();
            try {
                budget.spend((int) GrammarLimits.MASK_STEPS_MAX / 2);
            } catch (GrammarTooComplexException expected) {
                break;
            }
            masks++;
        }
        assertThat(masks).isBetween(39, 45);
    }

    @Test
    void anAnswerThatIsEasyGoesOnForEver() {
        StepBudget budget = new StepBudget();
        assertThatCode(
                        () -> {
                            for (int token = 0; token < 1_000_000; token++) {
                                budget.nextMask();
                                budget.spend((int) GrammarLimits.STEPS_PER_TOKEN);
                            }
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void pairsOfStateAndStackHaveDifferentKeys() {
        Random random = new Random(6);
        for (int i = 0; i < 100_000; i++) {
            int state = random.nextInt(GrammarLimits.STATES_MAX);
            int other = random.nextInt(GrammarLimits.STATES_MAX);
            long id = 1 + (random.nextLong() >>> (20 + random.nextInt(40)));
            Frame frame = Frame.on(null, 0, id);
            assertThat(Frame.key(state, frame))
                    .isNotEqualTo(Frame.key(other, Frame.on(null, 0, id + 1)));
            assertThat(Frame.key(state, frame) == Frame.key(other, frame))
                    .isEqualTo(state == other);
            assertThat(Frame.key(state, frame)).isPositive();
        }
        assertThatThrownBy(() -> Frame.on(null, 0, 1L << 45))
                .isInstanceOf(GrammarTooComplexException.class);
    }
}
