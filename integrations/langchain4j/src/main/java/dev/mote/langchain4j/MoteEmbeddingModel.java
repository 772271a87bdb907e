package dev.mote.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.mote.engine.Matryoshka;
import dev.mote.engine.Model;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An open embedding model as LangChain4j's {@link EmbeddingModel}. Vectors have length 1.
 *
 * <p>Models that were trained to tell questions from documents by a few words at the beginning get
 * these words by {@link Builder#queryPrefix} and {@link Builder#documentPrefix}; only then a
 * request may say which of the two its texts are. Thread-safe.
 */
public final class MoteEmbeddingModel implements EmbeddingModel {
    private final Model model;
    private final String name;
    private final @Nullable String queryPrefix;
    private final @Nullable String documentPrefix;
    private final List<EmbeddingModelListener> listeners;

    private MoteEmbeddingModel(Builder builder, Model model) {
        this.model = model;
        name = builder.modelName == null ? model.description().name() : builder.modelName;
        queryPrefix = builder.queryPrefix;
        documentPrefix = builder.documentPrefix;
        listeners = builder.listeners;
    }

    /** Begins a model. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        Questions.requireName(request.modelName(), name);
        String prefix = prefix(request.inputType());
        List<String> texts = new ArrayList<>();
        int tokens = 0;
        for (EmbeddingInput input : request.inputs()) {
            String text = prefix + input.text();
            tokens += model.tokenizer().encode(text, Tokenizer.Special.ADD).length;
            texts.add(text);
        }
        List<float[]> vectors = Failures.translated(() -> vectors(texts, request.dimensions()));
        return EmbeddingResponse.builder()
                .embeddings(vectors.stream().map(Embedding::from).toList())
                .modelName(name)
                .tokenUsage(new TokenUsage(tokens))
                .build();
    }

    private String prefix(@Nullable EmbeddingInputType type) {
        String prefix =
                switch (type) {
                    case null -> null;
                    case QUERY -> queryPrefix;
                    case DOCUMENT -> documentPrefix;
                };
        return prefix == null ? "" : prefix;
    }

    private List<float[]> vectors(List<String> texts, @Nullable Integer dimensions) {
        List<float[]> vectors = model.embed(texts);
        return dimensions == null
                ? vectors
                : vectors.stream().map(vector -> Matryoshka.first(vector, dimensions)).toList();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        Set<EmbeddingParameter<?>> supported = new HashSet<>();
        supported.add(EmbeddingRequestParameters.MODEL_NAME);
        supported.add(EmbeddingRequestParameters.DIMENSIONS);
        if (queryPrefix != null || documentPrefix != null) {
            supported.add(EmbeddingRequestParameters.INPUT_TYPE);
        }
        return supported;
    }

    @Override
    public int dimension() {
        return model.description().hiddenSize();
    }

    @Override
    public String modelName() {
        return name;
    }

    @Override
    public List<EmbeddingModelListener> listeners() {
        return listeners;
    }

    /** Collects what the model is made of. */
    public static final class Builder {
        private @Nullable Model model;
        private @Nullable String modelName;
        private @Nullable String queryPrefix;
        private @Nullable String documentPrefix;
        private List<EmbeddingModelListener> listeners = List.of();

        private Builder() {}

        /** The open model. Whoever opened it closes it, after its last use. Required. */
        public Builder model(Model value) {
            model = value;
            return this;
        }

        /** The name under which the model answers; the file's own if none is given. */
        public Builder modelName(String value) {
            modelName = value;
            return this;
        }

        /** What comes before each text that is a question. */
        public Builder queryPrefix(String value) {
            queryPrefix = value;
            return this;
        }

        /** What comes before each text that is a document. */
        public Builder documentPrefix(String value) {
            documentPrefix = value;
            return this;
        }

        /** Told of requests, answers and errors. */
        public Builder listeners(List<? extends EmbeddingModelListener> values) {
            listeners = List.copyOf(values);
            return this;
        }

        /** The model. */
        public MoteEmbeddingModel build() {
            Model open = model;
            if (open == null) {
                throw new IllegalArgumentException("the model is missing; give one with model(…)");
            }
            return new MoteEmbeddingModel(this, open);
        }
    }
}
