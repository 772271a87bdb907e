package dev.mote.engine.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.grammar.automaton.State;
import dev.mote.text.grammar.automaton.StepBudget;
import dev.mote.text.tokenizer.Tokenizer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Masks found by a look at plain text are those found token by token. */
class VocabularyTest {
    private static final List<Constraint> CONSTRAINTS =
            List.of(
                    Constraint.jsonSchema("{\"type\":\"string\"}"),
                    Constraint.jsonSchema("{\"type\":\"string\",\"maxLength\":20}"),
                    Constraint.jsonSchema("{\"type\":\"string\",\"pattern\":\"^[^x]*$\"}"),
                    Constraint.jsonSchema(
                            "{\"properties\":{\"the\":{}},\"additionalProperties\":{}}"),
                    Constraint.grammar("root ::= \"\\\"\" .* \"z\""),
                    Constraint.regex("\"[ -~]*"),
                    Constraint.regex("\"(?:[^é]|é!)*"));

    @ParameterizedTest
    @ValueSource(strings = {"llama-spm", "qwen2"})
    void plainTextIsDecidedAtOnceAsTokenByToken(String name) {
        Tokenizer tokenizer = TokenWalk.vocabulary(name);
        int size = tokenizer.vocabularySize();
        Vocabulary vocabulary = new Vocabulary(tokenizer, size, Set.of());
        for (Constraint constraint : CONSTRAINTS) {
            Automaton automaton = Automaton.of(constraint.toGrammar());
            for (String begin : List.of("\"", "\"some", "\"so many words", "{\"t", "")) {
                State state =
                        automaton.next(automaton.start(), begin.getBytes(StandardCharsets.UTF_8));
                if (state.isDead()) {
                    continue;
                }
                TokenMask mask = vocabulary.mask(automaton, state, new StepBudget());
                for (int token = 0; token < size; token++) {
                    byte[] text = tokenizer.bytes(token, false);
                    boolean writes =
                            text.length > 0
                                    && !tokenizer.isSpecial(token)
                                    && !tokenizer.endOfGeneration().contains(token);
                    assertThat(mask.allows(token))
                            .as("%s after %s, token %d", constraint, begin, token)
                            .isEqualTo(writes && !automaton.next(state, text).isDead());
                }
            }
        }
    }
}
