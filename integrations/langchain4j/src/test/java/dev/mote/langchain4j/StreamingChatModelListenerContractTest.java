package dev.mote.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.mote.engine.Model;

import org.junit.jupiter.api.AfterEach;

import java.util.List;

/** LangChain4j's contract of listeners to streaming chat models. */
class StreamingChatModelListenerContractTest extends AbstractStreamingChatModelListenerIT {
    private final Model model = TestModels.llama();
    private final Model cramped = TestModels.cramped();

    @AfterEach
    void close() {
        model.close();
        cramped.close();
    }

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return builder(model, listener).build();
    }

    /** The question does not fit its context. */
    @Override
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return builder(cramped, listener).build();
    }

    private MoteStreamingChatModel.Builder builder(Model of, ChatModelListener listener) {
        return MoteStreamingChatModel.builder()
                .model(of)
                .chatTemplate(TestModels.TEMPLATE)
                .modelName(modelName())
                .temperature(temperature())
                .topP(topP())
                .maxOutputTokens(maxTokens())
                .listeners(List.of(listener));
    }

    @Override
    protected String modelName() {
        return "tiny";
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return InvalidRequestException.class;
    }
}
