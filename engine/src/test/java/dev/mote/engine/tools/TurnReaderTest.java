package dev.mote.engine.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.GenerationEvent;
import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** Answers are taken apart the same way however they are cut into pieces. */
class TurnReaderTest {
    private static final String CALL =
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"x\": 1}}\n</tool_call>";

    private static final Tokenizer TOKENIZER = tokenizer();

    private static Tokenizer tokenizer() {
        try (ModelFile file =
                GgufFile.open(Conformance.file("golden/models/llama-bias.gguf").orElseThrow())) {
            return Tokenizers.of(file);
        }
    }

    private static Turn read(@Nullable ToolFormat format, String text, int pieceLength) {
        Turn turn = new Turn();
        TurnReader reader =
                new TurnReader(TOKENIZER, ReasoningFormat.THINK, format, List.of(), turn);
        feed(reader, text, pieceLength);
        return turn;
    }

    private static void feed(TurnReader reader, String text, int pieceLength) {
        int plain = TOKENIZER.encode("a", Tokenizer.Special.NONE)[0];
        for (int i = 0; i < text.length(); i += pieceLength) {
            String piece = text.substring(i, Math.min(text.length(), i + pieceLength));
            reader.take(new GenerationEvent.Token(plain, piece, Optional.empty()));
        }
        reader.end();
    }

    @Test
    void findsCallsAndTextInPiecesOfAnyLength() {
        String text = "Let me see. a < b\n" + CALL + "\n" + CALL;
        for (int length = 1; length <= text.length(); length++) {
            Turn turn = read(ToolFormats.HERMES, text, length);
            assertThat(turn.text()).isEqualTo("Let me see. a < b\n");
            assertThat(turn.calls()).hasSize(2);
            assertThat(turn.calls().getFirst().name()).isEqualTo("f");
            assertThat(turn.calls().getFirst().arguments()).isEqualTo("{\"x\":1}");
        }
    }

    @Test
    void separatesReasoningFromTheAnswer() {
        String text = "<think>\nwell <b>\n</think>\n\nYes.";
        for (int length = 1; length <= text.length(); length++) {
            Turn turn = read(null, text, length);
            assertThat(turn.reasoning()).isEqualTo("\nwell <b>\n");
            assertThat(turn.text()).isEqualTo("Yes.");
        }
    }

    @Test
    void readsReasoningThatThePromptOpened() {
        Turn turn = new Turn();
        feed(
                new TurnReader(TOKENIZER, ReasoningFormat.THINK, null, List.of(), turn)
                        .insideReasoning(),
                "hm</think>Yes.",
                3);
        assertThat(turn.reasoning()).isEqualTo("hm");
        assertThat(turn.text()).isEqualTo("Yes.");
    }

    @Test
    void readsListsAndWholeAnswers() {
        String list =
                "[TOOL_CALLS]"
                        + " [{\"name\":\"f\",\"arguments\":{}},{\"name\":\"g\",\"arguments\":{}}]";
        assertThat(read(ToolFormats.MISTRAL, list, 4).calls()).hasSize(2);
        String whole = "{\"name\": \"f\", \"parameters\": {\"x\": [1]}}";
        assertThat(read(ToolFormats.LLAMA, whole, 5).calls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"x\":[1]}");
        assertThat(read(ToolFormats.LLAMA, "Hello {", 2).text()).isEqualTo("Hello {");
    }

    @Test
    void givesBrokenCallsAsText() {
        for (String broken : List.of("<tool_call>\n{\"name\": ", "<tool_call>oops</tool_call>")) {
            Turn turn = read(ToolFormats.HERMES, broken, 3);
            assertThat(turn.calls()).isEmpty();
            assertThat(turn.text()).startsWith("<tool_call>");
        }
    }
}
