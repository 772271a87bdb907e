package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.model.ContextOverflowException;

import org.junit.jupiter.api.Test;

import java.util.List;

class ChatSessionTest {
    private static final GenerationOptions TEN =
            GenerationOptions.GREEDY.toBuilder().maxTokens(10).build();
    private static final ChatOptions CHAT =
            ChatOptions.DEFAULT
                    .withTemplate(TinyModels.TEMPLATE)
                    .withSystemPrompt("Be brief.")
                    .withGeneration(TEN);

    @Test
    void readsOnlyWhatIsNew() {
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(CHAT)) {
            Answer first = chat.send("Is the pump safe?");
            assertThat(first.statistics().cachedTokens()).isZero();
            Answer second = chat.send("And the valve?");
            assertThat(second.statistics().cachedTokens())
                    .isGreaterThanOrEqualTo(first.statistics().promptTokens() - 1);
        }
    }

    @Test
    void answersWithTheCacheAsWithoutIt() {
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(CHAT)) {
            chat.send("Is the pump safe?");
            Answer cached = chat.send("And the valve?");
            List<ChatMessage> before = chat.messages().subList(0, 2);
            try (ChatSession fresh = model.chat(CHAT.withHistory(before))) {
                Answer uncached = fresh.send("And the valve?");
                assertThat(uncached.statistics().cachedTokens()).isZero();
                assertThat(uncached.tokens()).isEqualTo(cached.tokens());
            }
        }
    }

    @Test
    void anEndedAnswerBelongsToTheConversationAlsoWhenCancelled() {
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(CHAT)) {
            Answer answer = chat.send("Is the pump safe?");
            CancellationToken cancelled = new CancellationToken();
            cancelled.cancel();
            chat.send("And the valve?", cancelled, event -> {});
            assertThat(chat.messages())
                    .containsExactly(
                            ChatMessage.user("Is the pump safe?"),
                            ChatMessage.assistant(answer.text()),
                            ChatMessage.user("And the valve?"),
                            ChatMessage.assistant(""));
        }
    }

    @Test
    void aTemplateThatWritesNothingIsAnEmptyPromptUnlessTheModelAddsATokenOfItsOwn() {
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(CHAT.withTemplate("{# nothing #}"))) {
            assertThat(chat.send("Is the pump safe?").statistics().promptTokens()).isOne();
        }
        assertThatThrownBy(() -> GenerationStarter.notEmpty(new int[0]))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("prompt");
    }

    @Test
    void anAnswerGivenUpLeavesTheConversationAsItWas() {
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(CHAT)) {
            try (Generation generation =
                    chat.stream("Is the pump safe?", TEN, new CancellationToken())) {
                generation.next();
                assertThatThrownBy(() -> chat.send("And the valve?"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the last answer is not complete");
            }
            assertThat(chat.messages()).isEmpty();
            assertThat(chat.send("And the valve?").tokens()).isNotEmpty();
        }
    }

    @Test
    void resetForgetsTheMessagesAndTakesNewInstructions() {
        try (Model model = TinyModels.llama();
                ChatSession chat = model.chat(CHAT)) {
            Answer first = chat.send("Is the pump safe?");
            chat.reset();
            assertThat(chat.messages()).isEmpty();
            assertThat(chat.send("Is the pump safe?").tokens()).isEqualTo(first.tokens());
            chat.reset("Be long.");
            assertThat(chat.systemPrompt()).isEqualTo("Be long.");
        }
    }

    @Test
    void specialTextOfPeopleStaysText() {
        try (Model model = TinyModels.llama()) {
            ChatPrompt prompt =
                    ChatPrompt.of(model.runtime(), TinyModels.TEMPLATE, java.util.Map.of());
            String eos = model.tokenizer().piece(model.tokenizer().eos().orElseThrow());
            int[] tokens = prompt.tokens(List.of(ChatMessage.user("a" + eos + "b")));
            assertThat(tokens).doesNotContain(model.tokenizer().eos().orElseThrow());
            assertThat(model.tokenizer().decode(tokens)).contains("a" + eos + "b");
        }
    }

    @Test
    void aConversationThatOutgrowsTheContextIsAnError() {
        ModelOptions small = TinyModels.OPTIONS.withContextLength(96);
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), small);
                ChatSession chat = model.chat(CHAT)) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 20; i++) {
                                    chat.send("What about number " + i + "?");
                                }
                            })
                    .isInstanceOf(ContextOverflowException.class);
            chat.reset();
            assertThat(chat.send("Hello?").tokens()).isNotEmpty();
        }
    }

    @Test
    void shiftingShowsTheModelOnlyTheLaterMessages() {
        ModelOptions small = TinyModels.OPTIONS.withContextLength(160);
        GenerationOptions shifting = TEN.toBuilder().overflow(OverflowPolicy.SHIFT).build();
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), small);
                ChatSession chat = model.chat(CHAT.withGeneration(shifting))) {
            int dropped = 0;
            for (int i = 0; i < 12; i++) {
                dropped += chat.send("What about " + i + "?").statistics().droppedTokens();
            }
            assertThat(dropped).isPositive();
            assertThat(chat.messages()).hasSize(24);
            assertThat(chat.contextTokens()).isLessThanOrEqualTo(160);
        }
    }

    @Test
    void aMessageLongerThanTheContextIsAnErrorEvenWhenShifting() {
        ModelOptions small = TinyModels.OPTIONS.withContextLength(64);
        GenerationOptions shifting = TEN.toBuilder().overflow(OverflowPolicy.SHIFT).build();
        try (Model model = Model.open(TinyModels.path(TinyModels.LLAMA), small);
                ChatSession chat = model.chat(CHAT.withGeneration(shifting))) {
            assertThatThrownBy(() -> chat.send("a b c d ".repeat(50)))
                    .isInstanceOf(ContextOverflowException.class);
        }
    }

    @Test
    void saysWhenAModelHasNoTemplate() {
        try (Model model = TinyModels.llama()) {
            assertThatThrownBy(model::chat)
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("has no chat template");
        }
    }

    @Test
    void aClosedChatRefuses() {
        try (Model model = TinyModels.llama()) {
            ChatSession chat = model.chat(CHAT);
            chat.close();
            chat.close();
            assertThatThrownBy(() -> chat.send("Hello?"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }
}
