package dev.mote.serve.openai;

import dev.mote.engine.Prompt;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The field {@code prompt}: a text, a list of token ids, or a list of texts or of such lists. */
final class PromptField {
    private static final int PROMPTS_MAX = 32;

    private PromptField() {}

    static List<Prompt> read(Fields body, Tokenizer tokenizer) {
        List<Prompt> prompts = new ArrayList<>();
        switch (body.value("prompt")) {
            case null -> throw body.missing("prompt");
            case String text -> prompts.add(text(text, tokenizer));
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof Number ->
                    prompts.add(tokens(list, tokenizer));
            case List<?> list -> {
                for (Object element : list) {
                    prompts.add(
                            switch (element) {
                                case String text -> text(text, tokenizer);
                                case List<?> ids -> tokens(ids, tokenizer);
                                case null, default -> throw wrong();
                            });
                }
            }
            default -> throw wrong();
        }
        if (prompts.isEmpty() || prompts.size() > PROMPTS_MAX) {
            throw Refusal.invalid(
                    "prompt",
                    "prompt holds %d prompts; it must hold 1 to %d"
                            .formatted(prompts.size(), PROMPTS_MAX));
        }
        return prompts;
    }

    private static Prompt text(String text, Tokenizer tokenizer) {
        int[] tokens = tokenizer.encode(text, Tokenizer.Special.ADD);
        return Prompt.tokens(Arrays.stream(tokens).boxed().toList());
    }

    private static Prompt tokens(List<?> ids, Tokenizer tokenizer) {
        List<Integer> tokens = new ArrayList<>();
        for (Object id : ids) {
            if (!(id instanceof Long token) || token < 0 || token >= tokenizer.vocabularySize()) {
                throw Refusal.invalid(
                        "prompt",
                        "prompt holds %s, which is no token id; they are 0 to %d"
                                .formatted(id, tokenizer.vocabularySize() - 1));
            }
            tokens.add(token.intValue());
        }
        return Prompt.tokens(tokens);
    }

    private static Refusal wrong() {
        return Refusal.invalid(
                "invalid_type",
                "prompt",
                "prompt must be a text, a list of token ids, or a list of texts or of such lists");
    }
}
