package dev.mote.text.grammar.gbnf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.GrammarLimits;
import dev.mote.text.grammar.GrammarSyntaxException;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.ImpossibleGrammarException;
import dev.mote.text.grammar.automaton.Automaton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Grammars as text: what they accept and what is refused. */
@Timeout(60)
class GbnfTest {
    private static Automaton automaton(String grammar) {
        return Automaton.of(Gbnf.parse(grammar));
    }

    @Test
    void readsArithmetic() {
        Automaton automaton =
                automaton(
                        """
                        # sums of products
                        root  ::= (expr "=" ws term "\\n")+
                        expr  ::= term ([-+*/] term)*
                        term  ::= ident | num | "(" ws expr ")" ws
                        ident ::= [a-z] [a-z0-9_]* ws
                        num   ::= [0-9]+ ws
                        ws    ::= [ \\t\\n]*
                        """);
        assertThat(automaton.accepts("a+(b*2)=7\n")).isTrue();
        assertThat(automaton.accepts("1 = 2\n3=4\n")).isTrue();
        assertThat(automaton.accepts("a+=7\n")).isFalse();
        assertThat(automaton.accepts("((((((1))))))=1\n")).isTrue();
        assertThat(automaton.accepts("(((((1))))))=1\n")).isFalse();
    }

    @Test
    void continuesRulesOverLines() {
        Automaton automaton =
                automaton("root ::= \"a\" |\n  b\nb ::= (\n \"c\"\n \"d\" )\n | \"e\"");
        assertThat(automaton.accepts("a")).isTrue();
        assertThat(automaton.accepts("cd")).isTrue();
        assertThat(automaton.accepts("e")).isTrue();
        assertThat(automaton.accepts("c")).isFalse();
    }

    @Test
    void readsEscapesAndClasses() {
        Automaton automaton = automaton("root ::= \"\\x41\\u00e9\\U0001F600\\\"\" [^\\]a-c-] .");
        assertThat(automaton.accepts("Aé😀\"d\n")).isTrue();
        assertThat(automaton.accepts("Aé😀\"-x")).isFalse();
        assertThat(automaton.accepts("Aé😀\"]x")).isFalse();
    }

    @Test
    void countsRepetitions() {
        Automaton automaton = automaton("root ::= \"a\"{2} \"b\"{1,} \"c\"{0,2}");
        assertThat(automaton.accepts("aab")).isTrue();
        assertThat(automaton.accepts("aabbbcc")).isTrue();
        assertThat(automaton.accepts("ab")).isFalse();
        assertThat(automaton.accepts("aabccc")).isFalse();
    }

    @Test
    void readsEbnf() {
        Automaton automaton =
                automaton(
                        """
                        (* a list of numbers *)
                        list = "[", [ number, { ",", number } ], "]";
                        number = digit, { digit };
                        digit = "0" | "1" | '2';
                        """);
        assertThat(automaton.accepts("[]")).isTrue();
        assertThat(automaton.accepts("[10,2]")).isTrue();
        assertThat(automaton.accepts("[10,]")).isFalse();
    }

    @Test
    void followsAmbiguousReadingsTogether() {
        Automaton automaton = automaton("root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"x\"");
        assertThat(automaton.accepts("a".repeat(200) + "x" + "bc".repeat(100))).isTrue();
        assertThat(automaton.accepts("a".repeat(200) + "x" + "bc".repeat(99))).isFalse();
    }

    @Test
    void needsNoStackForRecursionAtTheEnd() {
        Automaton automaton = automaton("root ::= \"a\" root | \"b\"");
        assertThat(automaton.accepts("a".repeat(100_000) + "b")).isTrue();
    }

    @Test
    void endsWhereStacksGrowTooDeep() {
        Automaton automaton = automaton("root ::= \"(\" root \")\" | \"x\"");
        int depth = GrammarLimits.DEPTH_MAX;
        assertThat(automaton.accepts("(".repeat(depth) + "x" + ")".repeat(depth))).isTrue();
        assertThat(automaton.accepts("(".repeat(depth + 1) + "x" + ")".repeat(depth + 1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "root",
                "root ::= other",
                "root ::= \"a",
                "root ::= [a",
                "root ::= (\"a\"",
                "root ::= \"a\")",
                "root ::= <think>",
                "root ::= \"a\" root ::= \"b\"",
                "start ::= \"a\"",
                "root ::= \"\\q\"",
                "root ::= \"a\"{70000}",
                "root ::= \"a\"{3,2}",
                "root ::= {\"a\"}",
                "root ::= [b-a]",
                "a = b;",
                "a = \"b\"",
                "a = \"b\" - \"c\";",
                "root ::= \"\\uD800\""
            })
    void refusesMalformedGrammars(String grammar) {
        assertThatThrownBy(() -> Gbnf.parse(grammar))
                .isInstanceOf(GrammarSyntaxException.class)
                .hasMessageStartingWith("grammar, character ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root ::= root \"a\" | \"b\"",
                "root ::= a\na ::= b \"x\"\nb ::= a | \"y\"",
                "root ::= e root \"x\" | \"y\"\ne ::= \"\" | \"z\"",
                "root ::= root"
            })
    void refusesLeftRecursion(String grammar) {
        assertThatThrownBy(() -> automaton(grammar))
                .isInstanceOf(GrammarException.class)
                .satisfiesAnyOf(
                        e -> assertThat(e).hasMessageContaining("left recursion"),
                        e -> assertThat(e).isInstanceOf(ImpossibleGrammarException.class));
    }

    @Test
    void refusesGrammarsWithoutAnyText() {
        assertThatThrownBy(() -> automaton("root ::= \"a\" root"))
                .isInstanceOf(ImpossibleGrammarException.class);
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(() -> Gbnf.parse("root ::= " + "(".repeat(1000)))
                .isInstanceOf(GrammarSyntaxException.class);
        assertThatThrownBy(() -> Gbnf.parse("#".repeat(3_000_000)))
                .isInstanceOf(GrammarTooComplexException.class);
        assertThatThrownBy(() -> automaton("root ::= (([a-z]{999}){999}){999}"))
                .isInstanceOf(GrammarTooComplexException.class);
        StringBuilder rules = new StringBuilder("root ::= r0\n");
        for (int i = 0; i < 30_000; i++) {
            rules.append("r%d ::= r%d%n".formatted(i, i + 1));
        }
        assertThatThrownBy(() -> Gbnf.parse(rules.toString()))
                .isInstanceOf(GrammarTooComplexException.class);
    }

    @Test
    void followsLongChainsOfRules() {
        StringBuilder rules = new StringBuilder("root ::= r0\n");
        for (int i = 0; i < 10_000; i++) {
            rules.append("r%d ::= r%d%n".formatted(i, i + 1));
        }
        rules.append("r10000 ::= \"a\"");
        assertThatThrownBy(() -> automaton(rules.toString()).accepts("a"))
                .isInstanceOf(GrammarTooComplexException.class);
    }

    @Test
    void refusesTextsWithTooManyReadings() {
        String grammar =
                "root ::= a | b\na ::= \"x\" a \"y\" | \"x\" b \"z\" | \"\"\n"
                        + "b ::= \"x\" b \"y\" a | \"x\" a \"z\" b | \"\"";
        Automaton automaton = automaton(grammar);
        assertThatThrownBy(() -> automaton.accepts("x".repeat(5000)))
                .isInstanceOf(GrammarTooComplexException.class);
    }
}
