package dev.mote.text.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.gbnf.Gbnf;
import dev.mote.text.grammar.regex.Regex;
import dev.mote.text.grammar.schema.JsonSchema;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Grammars and schemas made to take time, memory or stack: each is compiled or refused with a
 * sentence, within seconds.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileGrammarTest {
    private static String join(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(","));
    }

    /** A schema, named; apostrophes stand for quotes. */
    record Hostile(String name, String schema) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> schemas() {
        return Stream.of(
                new Hostile(
                        "many properties",
                        "{'properties':{%s}}"
                                .formatted(join(60_000, i -> "'p%d':{}".formatted(i)))),
                new Hostile(
                        "many required properties",
                        "{'required':[%s]}".formatted(join(60_000, i -> "'p%d'".formatted(i)))),
                new Hostile(
                        "many first elements",
                        "{'prefixItems':[%s]}".formatted(join(40_000, _ -> "{'type':'null'}"))),
                new Hostile(
                        "many constants that exclude each other",
                        "{'oneOf':[%s]}".formatted(join(30_000, "{'const':%d}"::formatted))),
                new Hostile(
                        "many objects that exclude each other",
                        "{'oneOf':[%s]}"
                                .formatted(
                                        join(
                                                8_000,
                                                i ->
                                                        "{'properties':{'k':{'const':%d}},'required':['k']}"
                                                                .formatted(i)))),
                new Hostile(
                        "a long chain of oneOf",
                        "{'$ref':'#/$defs/0','$defs':{%s,'6000':{'type':'null'}}}"
                                .formatted(
                                        join(
                                                6_000,
                                                i ->
                                                        "'%d':{'oneOf':[{'const':%d},{'$ref':'#/$defs/%d'}]}"
                                                                .formatted(i, i, i + 1)))),
                new Hostile(
                        "a long chain of anyOf",
                        "{'$ref':'#/$defs/0','$defs':{%s,'6000':{'type':'null'}}}"
                                .formatted(
                                        join(
                                                6_000,
                                                i ->
                                                        "'%d':{'anyOf':[{'$ref':'#/$defs/%d'}]}"
                                                                .formatted(i, i + 1)))),
                new Hostile(
                        "many patterns with all letters",
                        "{'properties':{%s}}"
                                .formatted(
                                        join(
                                                10_000,
                                                i ->
                                                        "'p%d':{'pattern':'^\\\\p{L}?%d$'}"
                                                                .formatted(i, i)))),
                new Hostile(
                        "a pattern of many scripts",
                        "{'pattern':'^[%s]$'}"
                                .formatted(
                                        IntStream.range(0, 20_000)
                                                .mapToObj(_ -> "\\\\P{Script=Greek}")
                                                .collect(Collectors.joining()))),
                new Hostile(
                        "long names above many schemas",
                        "{'properties':{'%s':{'properties':{%s}}}}"
                                .formatted(
                                        "x".repeat(300_000),
                                        join(60_000, i -> "'p%d':{}".formatted(i)))),
                new Hostile(
                        "lists of values compared with each other",
                        "{'enum':[%s],'allOf':[{'enum':[%s]}]}"
                                .formatted(
                                        join(40_000, Integer::toString),
                                        join(40_000, i -> Integer.toString(-i - 1)))),
                new Hostile(
                        "elements compared with each other",
                        "{'const':[%s],'uniqueItems':true}"
                                .formatted(join(90_000, Integer::toString))),
                new Hostile(
                        "a value against many patterns",
                        "{'enum':['%s'],'allOf':[%s]}"
                                .formatted(
                                        "a".repeat(400_000),
                                        join(900, i -> "{'pattern':'a|%d'}".formatted(i)))),
                new Hostile(
                        "many counted arrays",
                        "{'properties':{%s}}"
                                .formatted(
                                        join(
                                                9_000,
                                                i ->
                                                        "'p%d':{'maxItems':4096,'items':{'const':%d}}"
                                                                .formatted(i, i)))),
                new Hostile(
                        "many numbers with many digits",
                        "{'properties':{%s}}"
                                .formatted(
                                        join(
                                                9_000,
                                                i ->
                                                        "'p%d':{'type':'number','minimum':1.%de-390,'maximum':1e390}"
                                                                .formatted(i, i)))),
                new Hostile(
                        "many sets of characters",
                        "{'pattern':'^%s$'}"
                                .formatted(
                                        IntStream.range(0, 19_000)
                                                .mapToObj(i ->
                                                        "[%c%c%c]"
                                                                .formatted(
                                                                        0x4e00 + i,
                                                                        0x5e00 + i,
                                                                        0x400 + i % 9))
                                                .collect(Collectors.joining()))),
                new Hostile(
                        "many schemas in one place",
                        "{'allOf':[%s]}"
                                .formatted(
                                        join(
                                                450,
                                                i ->
                                                        "{'anyOf':[{'properties':{'p%d':{}}}]}"
                                                                .formatted(i)))),
                new Hostile(
                        "elements of many schemas",
                        "{'minItems':65535,'allOf':[%s]}"
                                .formatted(join(900, _ -> "{'items':{'type':'integer'}}"))),
                new Hostile(
                        "properties counted",
                        "{'minProperties':140,'properties':{%s}}"
                                .formatted(join(280, i -> "'p%d':{}".formatted(i)))),
                new Hostile(
                        "strings of many lengths",
                        "{'properties':{%s}}"
                                .formatted(
                                        join(
                                                15_000,
                                                i ->
                                                        "'p%d':{'maxLength':%d}"
                                                                .formatted(i, 8000 + i)))));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSchemaIsCompiledOrRefusedSoon(Hostile hostile) {
        String schema = hostile.schema().replace('\'', '"');
        assertCompiledOrRefused(hostile, () -> Automaton.of(JsonSchema.parse(schema)));
    }

    /** Source texts of grammars, named. */
    static Stream<Hostile> grammars() {
        return Stream.of(
                new Hostile(
                        "repetitions in groups",
                        "root ::= " + "(".repeat(90) + "\"a\"" + ("*".repeat(90) + ")").repeat(90)),
                new Hostile("groups", "root ::= " + "(".repeat(500_000)),
                new Hostile("options", "root = " + "[".repeat(500_000)),
                new Hostile(
                        "a class of many characters", "root ::= [" + characters(250_000) + "]*"),
                new Hostile(
                        "a long way into rules",
                        "root ::= r0\n"
                                + IntStream.range(0, 15_000)
                                        .mapToObj(i ->
                                                "r%d ::= \"(\" r%d \")\"\n".formatted(i, i + 1))
                                        .collect(Collectors.joining())
                                + "r15000 ::= \"x\""));
    }

    /** Characters with gaps between them, so that each is a range of its own. */
    private static String characters(int count) {
        return IntStream.range(0, count)
                .map(i -> 0x10000 + 2 * i)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @MethodSource("grammars")
    void aGrammarIsCompiledOrRefusedSoon(Hostile hostile) {
        assertCompiledOrRefused(hostile, () -> Automaton.of(Gbnf.parse(hostile.schema())));
    }

    static Stream<Hostile> expressions() {
        return Stream.of(
                new Hostile("a class of many characters", "[" + characters(250_000) + "]*"),
                new Hostile("groups", "(".repeat(500_000)),
                new Hostile("repeated letters", "(?:\\p{L}x?){0,400}"),
                new Hostile("sets kept in memory", "\\P{L}".repeat(200_000)),
                new Hostile("properties in a class", "[" + "\\P{Lu}".repeat(100_000) + "]"),
                new Hostile(
                        "states with many edges",
                        "(?:[acegikmoqsuwy].{0,9}[bdfhjlnprtvxz]){0,900}"));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void anExpressionIsCompiledOrRefusedSoon(Hostile hostile) {
        assertCompiledOrRefused(
                hostile, () -> Automaton.of(Grammar.of(Regex.whole(hostile.schema()))));
    }

    private static void assertCompiledOrRefused(Hostile hostile, Runnable compile) {
        try {
            compile.run();
        } catch (GrammarException expected) {
            assertThat(expected).as(hostile.name()).message().isNotBlank();
        }
    }
}
