package dev.mote.springai;

import dev.mote.engine.Matryoshka;
import dev.mote.engine.Model;
import dev.mote.text.tokenizer.Tokenizer;

import io.micrometer.observation.ObservationRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.observation.DefaultEmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationDocumentation;

import java.util.ArrayList;
import java.util.List;

/**
 * An open embedding model as Spring AI's {@link EmbeddingModel}. Vectors have length 1; with fewer
 * dimensions asked for, their first ones are brought back to it. Thread-safe.
 */
public final class MoteEmbeddingModel implements EmbeddingModel {
    private static final EmbeddingModelObservationConvention CONVENTION =
            new DefaultEmbeddingModelObservationConvention();

    private final Model model;
    private final EmbeddingOptions options;
    private final ObservationRegistry observations;

    /**
     * Embeds with an open model.
     *
     * @param model whoever opened it closes it
     * @param dimensions of the vectors; null for all
     * @param observations told of every call
     */
    public MoteEmbeddingModel(
            Model model, @Nullable Integer dimensions, ObservationRegistry observations) {
        this.model = model;
        EmbeddingOptions.Builder builder =
                EmbeddingOptions.builder().model(model.description().name());
        options = dimensions == null ? builder.build() : builder.dimensions(dimensions).build();
        this.observations = observations;
    }

    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        EmbeddingOptions asked = complete(request.getOptions());
        EmbeddingRequest complete = new EmbeddingRequest(request.getInstructions(), asked);
        EmbeddingModelObservationContext context =
                EmbeddingModelObservationContext.builder()
                        .embeddingRequest(complete)
                        .provider(MoteChatModel.PROVIDER)
                        .build();
        return EmbeddingModelObservationDocumentation.EMBEDDING_MODEL_OPERATION
                .observation(null, CONVENTION, () -> context, observations)
                .observe(() -> {
                    EmbeddingResponse response =
                            response(complete.getInstructions(), asked.getDimensions());
                    context.setResponse(response);
                    return response;
                });
    }

    private EmbeddingOptions complete(@Nullable EmbeddingOptions asked) {
        if (asked == null) {
            return options;
        }
        String name = String.valueOf(options.getModel());
        if (asked.getModel() != null && !asked.getModel().equals(name)) {
            throw new IllegalArgumentException(
                    "model is '%s'; this model is '%s' and embeds for no other"
                            .formatted(asked.getModel(), name));
        }
        Integer dimensions =
                asked.getDimensions() == null ? options.getDimensions() : asked.getDimensions();
        EmbeddingOptions.Builder builder = EmbeddingOptions.builder().model(name);
        return dimensions == null ? builder.build() : builder.dimensions(dimensions).build();
    }

    private EmbeddingResponse response(List<String> texts, @Nullable Integer dimensions) {
        List<float[]> vectors = model.embed(texts);
        List<Embedding> embeddings = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < texts.size(); i++) {
            tokens += model.tokenizer().encode(texts.get(i), Tokenizer.Special.ADD).length;
            float[] vector = vectors.get(i);
            embeddings.add(
                    new Embedding(
                            dimensions == null ? vector : Matryoshka.first(vector, dimensions), i));
        }
        return new EmbeddingResponse(
                embeddings,
                new EmbeddingResponseMetadata(
                        String.valueOf(options.getModel()), new DefaultUsage(tokens, 0)));
    }

    @Override
    public float[] embed(Document document) {
        String text = document.getText();
        if (text == null) {
            throw new IllegalArgumentException("a document has no text; models of Mote read text");
        }
        return embed(text);
    }

    @Override
    public int dimensions() {
        Integer dimensions = options.getDimensions();
        return dimensions == null ? model.description().hiddenSize() : dimensions;
    }
}
