package dev.mote.text.grammar.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.text.grammar.Grammar;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.GrammarSyntaxException;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.Effort;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Regular expressions beside those of the JDK. */
@Timeout(60)
class RegexTest {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "b",
                    "ab",
                    "abc",
                    "aab",
                    "abab",
                    "0",
                    "42",
                    "-7",
                    "a1",
                    "_x",
                    " ",
                    "\t",
                    "A",
                    "Z9",
                    "é",
                    "ß",
                    "日本",
                    "😀",
                    "a😀",
                    "\n",
                    "a\nb",
                    "a-b",
                    "]",
                    "\\",
                    "^",
                    "$",
                    "{",
                    "foo",
                    "bar",
                    "foobar",
                    "2024-02-29",
                    "x@y.z",
                    "\u00a0",
                    "\u0001");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a|b",
                "a*b+",
                "(ab)+",
                "(?:a|b|)c?",
                "[a-c]{1,3}",
                "[^a]",
                "[^\\d]*",
                "\\d+",
                "-?[0-9]{1,2}",
                "\\w+",
                "\\W",
                "a{0}b",
                "a{2,}b",
                ".*",
                ".+?",
                "(?<year>\\d{4})-(\\d\\d)-(\\d{2})",
                "[\\w.]+@[\\w.-]+",
                "\\p{L}+",
                "\\P{L}+",
                "\\p{Lu}\\p{Nd}",
                "[\\]\\\\]",
                "[\\^$]",
                "\\{",
                "\\u00e9|\\u{1F600}|\\uD83D\\uDE00",
                "\\x41",
                "[-a]+",
                "(foo|bar)*",
                "((a|b)(c|d)?)*",
                "\\cA",
                "[a\\]]"
            })
    void readsWhatTheJdkReads(String pattern) {
        Automaton automaton = Automaton.of(Grammar.of(Regex.whole(pattern)));
        Pattern reference = Pattern.compile(pattern.replace("\\u{1F600}", "\\x{1F600}"));
        for (String text : TEXTS) {
            assertThat(automaton.accepts(text))
                    .as("%s on '%s'", pattern, text)
                    .isEqualTo(reference.matcher(text).matches());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "^a", "b$", "^ab$", "^a|b$", "(^a|b$)", "a.b", "^$", "^[a-z]+$"})
    void findsWhatTheJdkFinds(String pattern) {
        Automaton automaton = Automaton.of(Grammar.of(Regex.found(pattern, new Effort())));
        Pattern reference = Pattern.compile(pattern.replace("$", "\\z"));
        for (String text : TEXTS) {
            assertThat(automaton.accepts(text))
                    .as("%s on '%s'", pattern, text)
                    .isEqualTo(reference.matcher(text).find());
        }
    }

    @Test
    void writesOnlyWhiteSpaceThatEveryEngineKnows() {
        assertThat(Automaton.of(Grammar.of(Regex.whole("\\s"))).accepts(" ")).isTrue();
        assertThat(Automaton.of(Grammar.of(Regex.whole("\\s"))).accepts("\u00a0")).isFalse();
        assertThat(Automaton.of(Grammar.of(Regex.whole("[^\\s]"))).accepts("\u00a0")).isFalse();
        assertThat(Automaton.of(Grammar.of(Regex.whole("\\S"))).accepts("x")).isTrue();
    }

    @Test
    void agreesWithTheJdkOnRandomPatterns() {
        long seed = 20261122;
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            String pattern = randomPattern(random, 3);
            Automaton automaton = Automaton.of(Grammar.of(Regex.whole(pattern)));
            Pattern reference = Pattern.compile(pattern);
            for (int j = 0; j < 40; j++) {
                String text = randomText(random);
                assertThat(automaton.accepts(text))
                        .as("%s on '%s', seed %d", pattern, text, seed)
                        .isEqualTo(reference.matcher(text).matches());
            }
        }
    }

    private static String randomPattern(Random random, int depth) {
        if (depth == 0) {
            return List.of("a", "b", "c", "[ab]", "[^a]", "é", "\\d").get(random.nextInt(7));
        }
        String one = randomPattern(random, depth - 1);
        return switch (random.nextInt(6)) {
            case 0 -> one + randomPattern(random, depth - 1);
            case 1 -> "(" + one + "|" + randomPattern(random, depth - 1) + ")";
            case 2 -> "(" + one + ")*";
            case 3 -> "(" + one + "){1,2}";
            case 4 -> "(" + one + ")?" + randomPattern(random, depth - 1);
            default -> one;
        };
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            text.append("abcé1".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a",
                "a)",
                "[a",
                "*a",
                "a**",
                "a{2",
                "a{3,1}",
                "{2}",
                "(?=a)",
                "(?!a)",
                "(?<=a)b",
                "(?<!a)b",
                "(?i)a",
                "\\bword",
                "(a)\\1",
                "\\k<n>",
                "a^b",
                "a$b",
                "(^a)b",
                "\\q",
                "\\p{Foo}",
                "\\p{Script=Klingon}",
                "[z-a]",
                "[\\d-z]",
                "a{70000}",
                "a++",
                "\\u12",
                "\\uD800",
                "[[a]",
                "[a&&b]",
                "\\",
                "a{,3}",
                "\\07"
            })
    void refusesWhatItDoesNotKnow(String pattern) {
        assertThatThrownBy(() -> Regex.whole(pattern))
                .isInstanceOf(GrammarSyntaxException.class)
                .hasMessageStartingWith("regex, character ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((a{1000}){1000}){1000}){1000}){1000}",
                "(a|b)*a(a|b){40}",
                "(((((((((()*)*)*){9999})*)*){9999})*)*){9999}",
                "(\\p{L}{60000}){60000}",
                "((.{1,999}){1,999}x){1,999}"
            })
    void refusesWhatExplodes(String pattern) {
        assertThatThrownBy(() -> Automaton.of(Grammar.of(Regex.whole(pattern))))
                .isInstanceOf(GrammarTooComplexException.class);
    }

    @Test
    void refusesDeepNestingAndLongPatterns() {
        assertThatThrownBy(() -> Regex.whole("(".repeat(100_000)))
                .isInstanceOf(GrammarException.class);
        assertThatThrownBy(() -> Regex.whole("a".repeat(2_000_000)))
                .isInstanceOf(GrammarTooComplexException.class);
    }
}
