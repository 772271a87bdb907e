package dev.mote.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.mote.engine.Model;
import dev.mote.format.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Counts tokens by the model's own tokenizer, for memories that keep what fits a window.
 *
 * <p>Text is counted exactly. A message is counted as its text and calls, and as many tokens more
 * as templates commonly put around it; what the model reads depends on its whole conversation, so
 * this part is an estimate.
 */
public final class MoteTokenCountEstimator implements TokenCountEstimator {
    /** Beginning, role, line break, end: 4 in ChatML, 4 in Llama 3, 5 in Gemma, 3 in Zephyr. */
    private static final int AROUND_A_MESSAGE = 5;

    private final Model model;

    /**
     * By the tokenizer of this model.
     *
     * @param model open; whoever opened it closes it
     */
    public MoteTokenCountEstimator(Model model) {
        this.model = model;
    }

    @Override
    public int estimateTokenCountInText(String text) {
        return model.tokenCount(text);
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        Map<String, @Nullable Object> map = Messages.of(message);
        int tokens = AROUND_A_MESSAGE;
        for (String part : new String[] {"reasoning_content", "content", "tool_calls"}) {
            Object value = map.get(part);
            if (value != null) {
                tokens += model.tokenCount(value instanceof String s ? s : JsonText.of(value));
            }
        }
        return tokens;
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += estimateTokenCountInMessage(message);
        }
        return tokens;
    }
}
