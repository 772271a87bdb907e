package dev.mote.serve.openai;

import dev.mote.engine.ModelDescription;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
        for (ServedModel model : models.all()) {
            list.add(entry(model));
        }
        exchange.reply(Reply.json(200, Wording.map("object", "list", "data", list)));
    }

    /** {@code GET /v1/models/ID}. */
    public void one(Exchange exchange, String id) {
        exchange.reply(Reply.json(200, entry(models.find(Optional.of(id)))));
    }

    private Map<String, @Nullable Object> entry(ServedModel served) {
        ModelDescription model = served.model().description();
        return Wording.map(
                "id",
                served.id(),
                "object",
                "model",
                "created",
                created,
                "owned_by",
                "mote",
                "meta",
                Wording.map(
                        "architecture", model.architecture(),
                        "kind", model.kind().name().toLowerCase(Locale.ROOT),
                        "parameters", model.parameterCount(),
                        "quantisation", model.quantisation(),
                        "weights_bytes", model.weightsBytes(),
                        "context_length", model.contextLength(),
                        "vocabulary_size", model.vocabularySize(),
                        "chat", model.chatTemplate(),
                        "licence", model.licence().orElse(null)));
    }
}
