package dev.mote.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.mote.engine.Model;

import org.junit.jupiter.api.AfterAll;

import java.util.List;

/** LangChain4j's contract of embedding models. Not supported: images, for models here read text. */
class EmbeddingModelContractTest extends AbstractEmbeddingModelIT {
    private static final int TINY = 8;

    private final Model model = TestModels.bert();
    private final Model closed = TestModels.bert();

    EmbeddingModelContractTest() {
        closed.close();
    }

    @AfterAll
    void close() {
        model.close();
    }

    private MoteEmbeddingModel.Builder builder() {
        return MoteEmbeddingModel.builder()
                .model(model)
                .queryPrefix("query: ")
                .documentPrefix("passage: ");
    }

    @Override
    protected List<EmbeddingModel> models() {
        return List.of(builder().build());
    }

    @Override
    protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
        return builder().listeners(List.of(listener)).build();
    }

    @Override
    protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
        return builder().model(closed).listeners(List.of(listener)).build();
    }

    @Override
    protected int dimensionsParameter() {
        return TINY;
    }

    /** Models here read text. */
    @Override
    protected boolean supportsImageInput() {
        return false;
    }
}
