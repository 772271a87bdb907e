package dev.mote.serve.openai;

import dev.mote.engine.Prompt;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A field that is a text, a list of token ids, or a list of texts or of such lists. */
final class PromptField {
    private final String name;
    private final Tokenizer tokenizer;

    private PromptField(String name, Tokenizer tokenizer) {
        this.name = name;
        this.tokenizer = tokenizer;
    }

    /**
     * Reads it.
     *
     * @param countMax how many there may be
     */
    static List<Prompt.Tokens> read(Fields body, String name, int countMax, Tokenizer tokenizer) {
        List<Prompt.Tokens> prompts = new PromptField(name, tokenizer).read(body);
        if (prompts.isEmpty() || prompts.size() > countMax) {
            throw Refusal.invalid(
                    name,
                    "%s holds %d texts; it must hold 1 to %d"
                            .formatted(name, prompts.size(), countMax));
        }
        return prompts;
    }

    private List<Prompt.Tokens> read(Fields body) {
        List<Prompt.Tokens> prompts = new ArrayList<>();
        switch (body.value(name)) {
            case null -> throw body.missing(name);
            case String text -> prompts.add(text(text));
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof Number ->
                    prompts.add(tokens(list));
            case List<?> list -> {
                for (Object element : list) {
                    prompts.add(
                            switch (element) {
                                case String text -> text(text);
                                case List<?> ids -> tokens(ids);
                                case null, default -> throw wrong();
                            });
                }
            }
            default -> throw wrong();
        }
        return prompts;
    }

    private Prompt.Tokens text(String text) {
        int[] tokens = tokenizer.encode(text, Tokenizer.Special.ADD);
        return new Prompt.Tokens(Arrays.stream(tokens).boxed().toList());
    }

    private Prompt.Tokens tokens(List<?> ids) {
        List<Integer> tokens = new ArrayList<>();
        for (Object id : ids) {
            if (!(id instanceof Long token) || token < 0 || token >= tokenizer.vocabularySize()) {
                throw Refusal.invalid(
                        name,
                        "%s holds %s, which is no token id; they are 0 to %d"
                                .formatted(name, id, tokenizer.vocabularySize() - 1));
            }
            tokens.add(token.intValue());
        }
        return new Prompt.Tokens(tokens);
    }

    private Refusal wrong() {
        return Refusal.invalid(
                "invalid_type",
                name,
                name + " must be a text, a list of token ids, or a list of texts or of such lists");
    }
}
