package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.constraint.Constraint;
import dev.mote.text.grammar.GrammarSyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Answers of a model of random weights, which only its constraint makes sensible. */
class ConstrainedGenerationTest {
    private static final Prompt PROMPT = Prompt.text("Is the pump safe to start?");

    private static GenerationOptions options(Constraint constraint, long seed) {
        return GenerationOptions.builder()
                .maxTokens(60)
                .temperature(1.5)
                .seed(seed)
                .constraint(constraint)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(yes|no), because [a-z ]{3,20}\\.", "[0-9]{4}-[0-9]{2}", "é+😀"})
    void theAnswerMatchesTheRegex(String regex) {
        try (Model model = TinyModels.llama()) {
            for (int seed = 0; seed < 5; seed++) {
                Answer answer = model.generate(PROMPT, options(Constraint.regex(regex), seed));
                if (answer.finishReason() != FinishReason.LENGTH) {
                    assertThat(answer.text()).matches(regex);
                }
                assertThat(answer.tokens()).isNotEmpty();
            }
        }
    }

    @Test
    void theAnswerIsOneOfTheChoices() {
        List<String> choices = List.of("yes", "no", "not yet", " perhaps");
        try (Model model = TinyModels.llama()) {
            for (int seed = 0; seed < 10; seed++) {
                Answer answer = model.generate(PROMPT, options(Constraint.choices(choices), seed));
                assertThat(choices).contains(answer.text());
                assertThat(answer.finishReason())
                        .isIn(FinishReason.CONSTRAINT_COMPLETE, FinishReason.STOP_TOKEN);
            }
        }
    }

    @Test
    void theAnswerIsWhatTheGrammarSays() {
        Constraint grammar = Constraint.grammar("root ::= \"[\" root? \"]\" | [0-9]{1,2}");
        try (Model model = TinyModels.llama()) {
            for (int seed = 0; seed < 5; seed++) {
                Answer answer = model.generate(PROMPT, options(grammar, seed));
                if (answer.finishReason() != FinishReason.LENGTH) {
                    assertThat(answer.text()).matches("\\[*[0-9]{0,2}]*");
                    assertThat(answer.text().replace("[", "").replaceAll("[0-9]", ""))
                            .hasSameSizeAs(answer.text().replace("]", "").replaceAll("[0-9]", ""));
                }
            }
        }
    }

    @Test
    void endsWithoutAnotherTokenWhenNothingCanFollow() {
        try (Model model = TinyModels.llama()) {
            Answer answer = model.generate(PROMPT, options(Constraint.regex("ok"), 1));
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(answer.finishReason()).isEqualTo(FinishReason.CONSTRAINT_COMPLETE);
        }
    }

    @Test
    void chatsFollowConstraintsToo() {
        ChatOptions chatOptions =
                ChatOptions.DEFAULT.withGeneration(options(Constraint.regex("[a-c]{5}"), 3));
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(chatOptions.withTemplate(TinyModels.TEMPLATE))) {
            assertThat(chat.send("hello").text()).matches("[a-c]{5}");
            assertThat(chat.send("again").text()).matches("[a-c]{5}");
        }
    }

    @Test
    void refusesBeforeTheFirstToken() {
        try (Model model = TinyModels.llama()) {
            GenerationOptions options = options(Constraint.regex("(a"), 1);
            assertThatThrownBy(() -> model.stream(PROMPT, options))
                    .isInstanceOf(GrammarSyntaxException.class);
        }
    }

    @Test
    void refusesBeforeMemoryIsTaken() {
        ModelOptions huge =
                TinyModels.OPTIONS
                        .withContextLength(Integer.MAX_VALUE - 8)
                        .withBeyondTraining(true);
        GenerationOptions options =
                GenerationOptions.builder().constraint(Constraint.regex("(a")).build();
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), huge)) {
            assertThatThrownBy(() -> model.stream(PROMPT, options))
                    .isInstanceOf(GrammarSyntaxException.class);
        }
    }
}
