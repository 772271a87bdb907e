package dev.mote.serve.openai;

import dev.mote.engine.Matryoshka;
import dev.mote.engine.Prompt;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Job;
import dev.mote.serve.work.Workload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** {@code POST /v1/embeddings}. */
public final class Embeddings implements Endpoint {
    private static final int INPUTS_MAX = 2048;
    private static final int DIMENSIONS_MAX = 1 << 16;

    private final ServedModels models;
    private final Workload workload;

    /** By these models. */
    public Embeddings(ServedModels models, Workload workload) {
        this.models = models;
        this.workload = workload;
    }

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ServedModel model = models.find(exchange, body.string("model"));
        List<Prompt.Tokens> inputs =
                PromptField.read(body, "input", INPUTS_MAX, model.model().tokenizer());
        String encoding = body.string("encoding_format").orElse("float");
        if (!encoding.equals("float") && !encoding.equals("base64")) {
            throw Refusal.invalid("encoding_format", "encoding_format must be float or base64");
        }
        int dimensions = body.integer("dimensions", 1, DIMENSIONS_MAX, 0);
        Ignored.tell(exchange, body.ignore("user"));
        body.refuseRest();
        int tokens = count(inputs);
        List<float[]> vectors;
        try (Job job = workload.begin(exchange.caller())) {
            vectors = job.embed(model, inputs, tokens);
        }
        List<Object> list = new ArrayList<>();
        for (float[] vector : vectors) {
            float[] cut = dimensions == 0 ? vector : Matryoshka.first(vector, dimensions);
            list.add(
                    Wording.map(
                            "object",
                            "embedding",
                            "index",
                            list.size(),
                            "embedding",
                            encoding.equals("float") ? cut : base64(cut)));
        }
        exchange.reply(
                Reply.json(
                        200,
                        Wording.map(
                                "object",
                                "list",
                                "data",
                                list,
                                "model",
                                model.id(),
                                "usage",
                                Wording.map("prompt_tokens", tokens, "total_tokens", tokens))));
    }

    private int count(List<Prompt.Tokens> inputs) {
        int total = 0;
        int max = workload.limits().promptTokensMax();
        for (Prompt.Tokens input : inputs) {
            int tokens = input.tokens().size();
            if (tokens == 0) {
                throw Refusal.invalid("input", "input holds an empty text");
            }
            if (max > 0 && tokens > max) {
                throw Refusal.invalid(
                        "prompt_too_long",
                        "input",
                        "a text has %d tokens; this server takes at most %d"
                                .formatted(tokens, max));
            }
            total += tokens;
        }
        return total;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
