package dev.mote.serve.openai;

import dev.mote.engine.ModelDescription;
import dev.mote.serve.OfferedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.ServedModels.Name;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code GET /v1/models}: which models there are, and what each is. */
public final class ModelList implements Endpoint {
    private final ServedModels models;
    private final long created = Wording.now();

    /** Of these models. */
    public ModelList(ServedModels models) {
        this.models = models;
    }

    @Override
    public void answer(Exchange exchange) {
        List<Object> list = new ArrayList<>();
        Set<String> open = models.figures().open().keySet();
        for (Name name : models.all()) {
            list.add(entry(name, open));
        }
        exchange.reply(Reply.json(200, Wording.map("object", "list", "data", list)));
    }

    /** {@code GET /v1/models/ID}. */
    public void one(Exchange exchange, String id) {
        exchange.reply(Reply.json(200, entry(models.name(id), models.figures().open().keySet())));
    }

    private Map<String, @Nullable Object> entry(Name name, Set<String> open) {
        OfferedModel model = name.model();
        Map<String, @Nullable Object> meta =
                Wording.map("loaded", open.contains(model.id()), "weights_bytes", model.bytes());
        name.adapter()
                .ifPresent(adapter -> {
                    meta.put("base", model.id());
                    meta.put("adapter", adapter);
                });
        models.description(model).ifPresent(facts -> meta.putAll(facts(facts)));
        // A model may be served with another template than its file's.
        model.open().ifPresent(served -> meta.put("chat", served.template().isPresent()));
        return Wording.map(
                "id",
                name.id(),
                "object",
                "model",
                "created",
                created,
                "owned_by",
                "mote",
                "meta",
                meta);
    }

    private static Map<String, @Nullable Object> facts(ModelDescription model) {
        return Wording.map(
                "architecture", model.architecture(),
                "kind", model.kind().name().toLowerCase(Locale.ROOT),
                "parameters", model.parameterCount(),
                "quantisation", model.quantisation(),
                "weights_bytes", model.weightsBytes(),
                "context_length", model.contextLength(),
                "vocabulary_size", model.vocabularySize(),
                "chat", model.chatTemplate(),
                "licence", model.licence().orElse(null));
    }
}
