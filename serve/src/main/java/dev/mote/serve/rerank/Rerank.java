package dev.mote.serve.rerank;

import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Job;
import dev.mote.serve.work.Workload;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** {@code POST /v1/rerank}: documents in the order in which they answer a query. */
public final class Rerank implements Endpoint {
    private static final int DOCUMENTS_MAX = 1000;

    private final ServedModels models;
    private final Workload workload;

    /** By these models. */
    public Rerank(ServedModels models, Workload workload) {
        this.models = models;
        this.workload = workload;
    }

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ServedModel model = models.find(exchange, body.string("model"));
        if (!model.adapters().isEmpty()) {
            throw Refusal.unsupported(
                    "model",
                    "'%s' names an adapter, and documents are judged without; name the model alone"
                            .formatted(model.id()));
        }
        String query = body.requiredString("query");
        List<String> documents = documents(body);
        int top = body.integer("top_n", 1, Integer.MAX_VALUE, documents.size());
        boolean texts = body.flag("return_documents", false);
        body.only("max_chunks_per_doc", "documents are judged whole");
        body.only("max_tokens_per_doc", "documents are judged whole; shorten them yourself");
        body.only("rank_fields", "documents are texts");
        body.refuseRest();
        int[] counts = counts(model, query, documents);
        int tokens = Arrays.stream(counts).sum();
        double[] scores;
        try (Job job = workload.begin(exchange.caller())) {
            scores = job.rerank(model, query, documents, counts);
        }
        exchange.reply(
                Reply.json(
                        200,
                        Wording.map(
                                "id",
                                Wording.id("rerank-"),
                                "object",
                                "list",
                                "model",
                                model.id(),
                                "results",
                                results(scores, documents, Math.min(top, scores.length), texts),
                                "usage",
                                Wording.map("prompt_tokens", tokens, "total_tokens", tokens))));
    }

    private static List<Map<String, @Nullable Object>> results(
            double[] scores, List<String> documents, int top, boolean texts) {
        List<Integer> order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                        .limit(top)
                        .toList();
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        for (int index : order) {
            Map<String, @Nullable Object> result =
                    Wording.map("index", index, "relevance_score", scores[index]);
            if (texts) {
                result.put("document", Wording.map("text", documents.get(index)));
            }
            results.add(result);
        }
        return results;
    }

    /** A list of texts, or of objects that hold one. */
    private static List<String> documents(Fields body) {
        List<@Nullable Object> list =
                body.list("documents").orElseThrow(() -> body.missing("documents"));
        if (list.isEmpty() || list.size() > DOCUMENTS_MAX) {
            throw Refusal.invalid(
                    "documents",
                    "documents holds %d; it must hold 1 to %d"
                            .formatted(list.size(), DOCUMENTS_MAX));
        }
        List<String> documents = new ArrayList<>();
        for (Object element : list) {
            documents.add(
                    switch (element) {
                        case String text -> text;
                        case Map<?, ?> map
                                when map.size() == 1 && map.get("text") instanceof String text ->
                                text;
                        case null, default -> {
                            String path = "documents[%d]".formatted(documents.size());
                            throw Refusal.invalid(
                                    "invalid_type",
                                    path,
                                    path + " must be a text or an object with the field text");
                        }
                    });
        }
        return documents;
    }

    private int[] counts(ServedModel model, String query, List<String> documents) {
        Tokenizer tokenizer = model.model().tokenizer();
        int max = workload.limits().promptTokensMax();
        int own = tokenizer.encode(query, Tokenizer.Special.NONE).length;
        int[] counts = new int[documents.size()];
        int index = 0;
        for (String document : documents) {
            int tokens = own + tokenizer.encode(document, Tokenizer.Special.NONE).length;
            if (max > 0 && tokens > max) {
                throw Refusal.invalid(
                        "prompt_too_long",
                        "documents",
                        "the query and a document have %d tokens; this server takes at most %d"
                                .formatted(tokens, max));
            }
            counts[index++] = tokens;
        }
        return counts;
    }
}
