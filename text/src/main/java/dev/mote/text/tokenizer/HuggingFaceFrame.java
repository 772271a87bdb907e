package dev.mote.text.tokenizer;

import dev.mote.format.ModelFormatException;
import dev.mote.text.vocabulary.Vocabulary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code post_processor} of a {@code tokenizer.json}: the tokens before and after a text. */
final class HuggingFaceFrame {
    private final Vocabulary vocabulary;
    private List<Integer> prefix = new ArrayList<>();
    private List<Integer> suffix = new ArrayList<>();

    /** Reads the post-processor, if there is one. */
    HuggingFaceFrame(JsonObject file, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        file.object("post_processor")
                .ifPresent(post -> post.parts("processors").forEach(this::addPart));
    }

    private void addPart(JsonObject part) {
        String type = part.requireString("type");
        switch (type) {
            case "ByteLevel" -> {} // changes offsets only
            case "TemplateProcessing" -> addTemplate(part);
            case "BertProcessing", "RobertaProcessing" -> {
                prefix = List.of(pairId(part, "cls"));
                suffix = List.of(pairId(part, "sep"));
            }
            default -> throw part.unsupported("post-processor '" + type + "'");
        }
    }

    private int pairId(JsonObject part, String key) {
        List<?> pair = part.list(key);
        if (pair.size() != 2 || !(pair.get(1) instanceof Long id)) {
            throw part.malformed(key, "a token and its id");
        }
        return checked(part, id);
    }

    private void addTemplate(JsonObject part) {
        JsonObject specials =
                part.object("special_tokens")
                        .orElseGet(() -> JsonObject.of(part.source(), part.place(), Map.of()));
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> current = before;
        for (JsonObject item : part.objects("single")) {
            if (item.has("Sequence")) {
                current = after;
            } else {
                String name = item.requireObject("SpecialToken").requireString("id");
                for (Object id : specials.requireObject(name).list("ids")) {
                    if (!(id instanceof Long number)) {
                        throw specials.malformed(name, "a list of ids");
                    }
                    current.add(checked(part, number));
                }
            }
        }
        prefix = before;
        suffix = after;
    }

    private int checked(JsonObject part, long id) {
        if (id < 0 || id >= vocabulary.size()) {
            throw new ModelFormatException(
                    part.source(),
                    "'"
                            + part.place()
                            + "' names id "
                            + id
                            + ", but there are "
                            + vocabulary.size()
                            + " tokens");
        }
        return (int) id;
    }

    List<Integer> prefix() {
        return List.copyOf(prefix);
    }

    List<Integer> suffix() {
        return List.copyOf(suffix);
    }
}
