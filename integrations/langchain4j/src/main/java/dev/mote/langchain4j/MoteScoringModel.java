package dev.mote.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.mote.engine.Model;

import java.util.Arrays;
import java.util.List;

/**
 * An open model that says how well texts answer a question, from 0 to 1, as LangChain4j's {@link
 * ScoringModel}: a cross-encoder, or a model that generates and is asked for yes or no.
 * Thread-safe.
 */
public final class MoteScoringModel implements ScoringModel {
    private final Model model;

    /**
     * Scores with this model.
     *
     * @param model open; whoever opened it closes it
     */
    public MoteScoringModel(Model model) {
        this.model = model;
    }

    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        List<String> texts = segments.stream().map(TextSegment::text).toList();
        double[] scores = Failures.translated(() -> model.rerank(query, texts));
        return Response.from(Arrays.stream(scores).boxed().toList());
    }
}
