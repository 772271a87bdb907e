package dev.mote.serve.chat;

import dev.mote.engine.Prompt;
import dev.mote.serve.wire.Refusal;

/** The server's limit of what a model is given to read. */
public final class PromptSize {
    private PromptSize() {}

    /**
     * Checks a prompt.
     *
     * @param tokensMax 0 for no limit but the context
     */
    public static void require(Prompt prompt, int tokensMax) {
        if (prompt instanceof Prompt.Tokens given) {
            int count = given.tokens().size();
            if (count == 0) {
                throw Refusal.invalid(null, "the prompt is empty");
            }
            if (tokensMax > 0 && count > tokensMax) {
                throw Refusal.invalid(
                        "prompt_too_long",
                        null,
                        "the prompt has %d tokens; this server takes at most %d"
                                .formatted(count, tokensMax));
            }
        }
    }
}
