package dev.mote.text.grammar.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.GrammarTooComplexException;
import dev.mote.text.grammar.UnsupportedSchemaException;
import dev.mote.text.grammar.automaton.Automaton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** JSON Schema keyword by keyword; apostrophes stand for quotes. */
@Timeout(60)
class JsonSchemaTest {
    /** Columns: schema; texts that are accepted; texts that are not, both separated by spaces. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    true;                          1 'a' null [1,{}] {'a':[]};       tru 01 [1,] {'a'} '
                    {'type':'null'};               null;                             0 ''
                    {'type':'boolean'};            true false;                       null 'true'
                    {'type':'integer'};            0 -1 42;                          1.5 -0 01 1e3 --1
                    {'type':'number'};             0 -1.25 1e10 3.0E-7;              .5 1. 01 +1
                    {'type':['string','null']};    'x' null;                         1 true
                    {'enum':[1,'a',null,[1,2]]};   1 'a' null [1,2];                 2 'b' [2,1] 1.0
                    {'const':{'a':[1,true]}};      {'a':[1,true]};                   {'a':[true,1]} {}
                    {'enum':[1,2,'x'],'type':'string'}; 'x';                         1 2
                    {'enum':[1,5,9],'minimum':3};  5 9;                              1
                    {'type':'string','minLength':2,'maxLength':3}; 'ab' 'é😀x' '\\u00e9a' '\\n\\ud83d\\ude00'; 'a' 'abcd' '\\ud83da'
                    {'type':'string','pattern':'^[a-c]+$'}; 'a' 'abc' '\\u0061b';    '' 'd' 'a\\n'
                    {'pattern':'b','maxLength':2}; 'b' 'ab' 'b!';                    'a' 'aab' 7
                    {'type':'string','pattern':'^..$','minLength':2}; 'ab' '\\u0022x' '\\\\\\t'; 'a' 'abc'
                    {'format':'date'};             '2024-02-29' '1999-12-31';        '2023-02-29' '1999-13-01'
                    {'format':'date-time'};        '2024-01-01T10:00:00Z' '2024-01-01T23:59:59.5+02:00'; '2024-01-01'
                    {'format':'uuid'};             '123e4567-e89b-12d3-a456-426614174000'; '123e4567'
                    {'format':'ipv4'};             '192.168.0.1';                    '256.0.0.1' '1.2.3'
                    {'format':'ipv6'};             '::1' '2001:db8::1' '1:2:3:4:5:6:7:8'; '1:2:3' ':::'
                    {'format':'email'};            'a.b@example.org';                'a@' '@b.c'
                    {'type':'integer','format':'int32'}; 2147483647 -2147483648;     2147483648 -2147483649
                    {'type':'integer','minimum':3,'maximum':120}; 3 9 10 99 120;     2 121 1000 -5
                    {'type':'integer','exclusiveMinimum':-10,'exclusiveMaximum':10}; -9 0 9; -10 10 -99
                    {'type':'integer','minimum':1.5,'maximum':3.5}; 2 3;             1 4
                    {'type':'number','minimum':0.5,'exclusiveMaximum':2}; 0.5 0.50 1 1.99; 0.49 2 2.0 0 -1
                    {'type':'number','maximum':-1.5}; -1.5 -2 -100.25;               -1.4 0 1.5 -1
                    {'type':'integer','multipleOf':7}; 0 7 -21 700;                  1 8 701
                    {'type':'number','multipleOf':0.25}; 0.25 1 -3.5 2.50;           0.1 0.255
                    {'type':'integer','multipleOf':4,'minimum':10,'maximum':20}; 12 16 20; 8 14 24
                    {'type':'array'};              [] [1,'a'] [ [], {} ];            [1,] [,1]
                    {'items':{'type':'integer'}};  [] [1] [1,2];                     ['a'] [1,'a']
                    {'items':{'type':'integer'},'minItems':2,'maxItems':3}; [1,2] [1,2,3]; [1] [1,2,3,4]
                    {'prefixItems':[{'type':'integer'},{'type':'string'}]}; [] [1] [1,'a']; ['a'] [1,2]
                    {'prefixItems':[{'type':'integer'}],'items':{'type':'string'}}; [1,'a','b']; ['a'] [1,2]
                    {'prefixItems':[{'const':1}],'items':false,'minItems':1}; [1];   [] [1,2]
                    {'type':'array','maxItems':0}; [];                               [1]
                    {'type':'object'};             {} {'a':1} {'a':{},'b':[]};       {'a'} {a:1}
                    {'properties':{'a':{'type':'integer'},'b':{}},'required':['a']}; {'a':1} {'a':1,'b':[]}; {} {'b':1} {'a':'x'} {'a':1,'c':1}
                    {'required':['x']};            {'x':null} {'x':[1]};             {} {'y':1}
                    {'properties':{'a':{}},'additionalProperties':{'type':'integer'}}; {'a':'x','b':1} {'b':1,'c':2}; {'b':'x'} {'b':1,'a':2}
                    {'properties':{'a':{}},'additionalProperties':false}; {} {'a':1}; {'b':1} {'\\u0061':1,'b':2}
                    {'properties':{'a':{'type':'integer'}},'additionalProperties':true}; {'a':1,'b':'x'} {'ab':'x'} {'':1}; {'a':'x'} {'\\u0061':'x'}
                    {'patternProperties':{'^s':{'type':'string'},'1$':{'maxLength':2}}}; {'s':'abc'} {'s1':'ab'} {'x1':'y'}; {'s':1} {'s1':'abc'} {'x':1}
                    {'propertyNames':{'maxLength':2},'additionalProperties':{'type':'integer'}}; {'ab':1} {}; {'abc':1}
                    {'properties':{'a':{},'b':{},'c':{}},'minProperties':2}; {'a':1,'c':2} {'a':1,'b':2,'c':3}; {} {'a':1}
                    {'properties':{'a':{},'b':{},'c':{}},'maxProperties':1}; {} {'b':1}; {'a':1,'b':2}
                    {'additionalProperties':{'type':'null'},'maxProperties':2}; {} {'a':null} {'a':null,'b':null}; {'a':null,'b':null,'c':null}
                    {'additionalProperties':{'type':'null'},'minProperties':1}; {'a':null}; {}
                    {'properties':{'a':false,'b':{}}}; {} {'b':1};                   {'a':1}
                    {'anyOf':[{'type':'integer'},{'type':'string'}]}; 1 'a';         null []
                    {'type':'object','properties':{'k':{}},'anyOf':[{'required':['k']},{'properties':{'z':{}},'required':['z']}]}; {'k':1} {'z':1} {'k':1,'z':2}; {}
                    {'oneOf':[{'type':'integer'},{'type':'string'}]}; 1 'a';         null 1.5
                    {'oneOf':[{'properties':{'t':{'const':'a'}},'required':['t']},{'properties':{'t':{'const':'b'},'v':{}},'required':['t']}]}; {'t':'a'} {'t':'b','v':1}; {'t':'c'} {}
                    {'oneOf':[{'type':'number','maximum':0},{'type':'number','exclusiveMinimum':0}]}; 0 -1 1; 'a'
                    {'allOf':[{'properties':{'a':{'minimum':1}}},{'properties':{'a':{'type':'integer','maximum':3}},'required':['a']}]}; {'a':1} {'a':3}; {'a':0} {'a':4} {}
                    {'$ref':'#/$defs/x','$defs':{'x':{'type':'integer'}}}; 5;        'a'
                    {'$ref':'#/$defs/x','minimum':3,'$defs':{'x':{'type':'integer'}}}; 5; 2
                    {'$ref':'#up','$defs':{'x':{'$anchor':'up','type':'null'}}}; null; 1
                    {'properties':{'next':{'$ref':'#'},'v':{'type':'integer'}},'required':['v']}; {'v':1} {'next':{'next':{'v':1},'v':2},'v':3}; {} {'next':{}}
                    {'type':'array','items':{'$ref':'#'}}; [] [[],[[]]];             [1]
                    {'type':'string','description':'d','default':'x','examples':[1],'x-y':{}}; 'a'; 1
                    """)
    void acceptsWhatIsValidAndCanonical(String schema, String accepted, String refused) {
        Automaton automaton = Automaton.of(JsonSchema.parse(schema.replace('\'', '"')));
        for (String text : texts(accepted)) {
            assertThat(automaton.accepts(text)).as("%s accepts %s", schema, text).isTrue();
        }
        for (String text : texts(refused)) {
            assertThat(automaton.accepts(text)).as("%s refuses %s", schema, text).isFalse();
        }
    }

    private static List<String> texts(String column) {
        return List.of(
                column.strip()
                        .replace("[ [], {} ]", "[[],{}]")
                        .replace('\'', '"')
                        .split("(?<! ) ", -1));
    }

    @Test
    void boundsWhiteSpace() {
        Automaton automaton = Automaton.of(JsonSchema.parse("{\"type\":\"object\"}"));
        assertThat(automaton.accepts("{\n  \"a\": [ 1, 2 ],\n  \"b\": {}\n}")).isTrue();
        assertThat(automaton.accepts("{ }")).isTrue();
        assertThat(automaton.accepts("{  }")).isFalse();
        assertThat(automaton.accepts("{\n\n}")).isFalse();
        assertThat(automaton.accepts("{\n" + " ".repeat(21) + "}")).isFalse();
        assertThat(automaton.accepts(" {}")).isFalse();
        assertThat(automaton.accepts("{\"a\" :1}")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'not':{}};                                       not;                   ``
                    {'properties':{'a':{'if':{},'then':{}}}};         if;                    /properties/a
                    {'items':{'contains':{}}};                        contains;              /items
                    {'uniqueItems':true};                             uniqueItems;           ``
                    {'dependentRequired':{}};                         dependentRequired;     ``
                    {'unevaluatedProperties':false};                  unevaluatedProperties; ``
                    {'$dynamicRef':'#x'};                             $dynamicRef;           ``
                    {'maxlength':3};                                  maxlength;             ``
                    {'format':'iri'};                                 format;                ``
                    {'pattern':'(?=a)'};                              pattern;               ``
                    {'pattern':7};                                    pattern;               ``
                    {'type':'text'};                                  type;                  ``
                    {'minLength':-1};                                 minLength;             ``
                    {'minLength':99999};                              minLength;             ``
                    {'multipleOf':0};                                 multipleOf;            ``
                    {'type':'number','multipleOf':0.123457};          multipleOf;            ``
                    {'properties':[]};                                properties;            ``
                    {'required':'a'};                                 required;              ``
                    {'anyOf':[]};                                     anyOf;                 ``
                    {'anyOf':[{},{'allOf':{}}]};                      allOf;                 /anyOf/1
                    {'oneOf':[{'type':'integer'},{'type':'number'}]}; oneOf;                 ``
                    {'oneOf':[{'required':['a']},{'required':['b']}]}; oneOf;                ``
                    {'$ref':'http://example.org/x'};                  $ref;                  ``
                    {'$ref':'#/$defs/none'};                          $ref;                  ``
                    {'$ref':'#'};                                     $ref;                  ``
                    {'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}}}; $ref; /$defs/b
                    {'items':[{}]};                                   ``;                    /items
                    {'exclusiveMinimum':true};                        exclusiveMinimum;      ``
                    {'minimum':1e999};                                minimum;               ``
                    {'additionalProperties':{},'minProperties':3};    minProperties;         ``
                    {'$schema':'http://json-schema.org/draft-04/schema#'}; $schema;          ``
                    {'properties':{'a/b':{'$id':'x'}}};               $id;                   /properties/a~1b
                    7;                                                ``;                    ``
                    {'type':;                                         ``;                    ``
                    """)
    void refusesByKeywordAndPlace(String schema, String keyword, String pointer) {
        assertThatThrownBy(() -> Automaton.of(JsonSchema.parse(schema.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        UnsupportedSchemaException.class,
                        e -> {
                            assertThat(e.keyword()).isEqualTo(keyword);
                            assertThat(e.pointer()).isEqualTo(pointer);
                        });
    }

    @Test
    void namesKeywordAndPlaceInItsMessage() {
        assertThatThrownBy(() -> JsonSchema.parse("{\"properties\":{\"a\":{\"not\":{}}}}"))
                .hasMessage("JSON schema at '#/properties/a': 'not' is not supported");
    }

    @Test
    void refusesWhatNothingSatisfies() {
        for (String schema :
                List.of(
                        "false",
                        "{\"type\":\"string\",\"const\":1}",
                        "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4}",
                        "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}",
                        "{\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#\"}}}")) {
            assertThatThrownBy(() -> Automaton.of(JsonSchema.parse(schema)))
                    .as(schema)
                    .isInstanceOf(GrammarException.class);
        }
    }

    @Test
    void refusesWhatExplodes() {
        String choice = "{\"anyOf\":[{\"minimum\":1},{\"maximum\":9}]}";
        String many = (choice + ",").repeat(39) + choice;
        for (String schema :
                List.of(
                        "{\"allOf\":[" + many + "]}",
                        "{\"allOf\":[" + many + ",false]}",
                        "{\"type\":\"string\",\"pattern\":\"(a|b)*a(a|b){50}\"}",
                        "{\"type\":\"string\",\"pattern\":\"^(a{999}){999}$\"}",
                        "{\"items\":".repeat(5000) + "{}" + "}".repeat(5000),
                        "{\"properties\":{\"a\":{\"minItems\":60000,\"items\":"
                                + "{\"minItems\":60000,\"items\":{\"minItems\":60000,"
                                + "\"items\":{\"minItems\":60000}}}}}}",
                        "\"" + "x".repeat(2_000_000) + "\"")) {
            assertThatThrownBy(() -> Automaton.of(JsonSchema.parse(schema)))
                    .as(schema.substring(0, 30))
                    .isInstanceOfAny(
                            GrammarTooComplexException.class, UnsupportedSchemaException.class);
        }
    }

    /** Each definition refers to the next one twice: 2^60 ways from the first to the last. */
    @Test
    @Timeout(20)
    void refusesReferencesThatMultiply() {
        StringBuilder schema =
                new StringBuilder("{\"const\":1,\"allOf\":[{\"$ref\":\"#/$defs/a0\"}],\"$defs\":{");
        for (int i = 0; i < 60; i++) {
            String next = "{\"$ref\":\"#/$defs/a%d\"}".formatted(i + 1);
            schema.append("\"a%d\":{\"allOf\":[%s,%s]},".formatted(i, next, next));
        }
        schema.append("\"a60\":{}}}");
        assertThatThrownBy(() -> Automaton.of(JsonSchema.parse(schema.toString())))
                .isInstanceOf(GrammarException.class);
    }

    @Test
    @Timeout(20)
    void refusesListedNumbersThatTakeAGigabyte() {
        assertThatThrownBy(() ->
                        Automaton.of(JsonSchema.parse("{\"enum\":[1e50000000],\"multipleOf\":3}")))
                .hasMessageContaining("1e50000000");
    }

    @Test
    void compilesManyOptionalProperties() {
        StringBuilder schema = new StringBuilder("{\"properties\":{");
        for (int i = 0; i < 300; i++) {
            schema.append(i == 0 ? "" : ",").append("\"property").append(i).append("\":{}");
        }
        Automaton automaton = Automaton.of(JsonSchema.parse(schema.append("}}").toString()));
        assertThat(automaton.accepts("{\"property3\":1,\"property298\":[]}")).isTrue();
        assertThat(automaton.accepts("{\"property30\":1,\"property29\":[]}")).isFalse();
    }
}
