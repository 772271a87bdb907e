package dev.mote.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.common.StreamingMode;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.mote.engine.Model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.mockito.ArgumentMatchers;
import org.mockito.InOrder;

import java.util.List;

/**
 * LangChain4j's contract of streaming chat models, told to handlers and to subscribers. What is not
 * supported and what is left out is the same as in {@link ChatModelContractTest}, and besides calls
 * are not told in pieces: whether text is a call is certain only once it is whole.
 */
@EnabledIf("dev.mote.langchain4j.RealModel#present")
class StreamingChatModelContractTest extends AbstractStreamingChatModelIT {
    private final Model model = RealModel.open();

    @AfterAll
    void close() {
        model.close();
    }

    private MoteStreamingChatModel.Builder builder() {
        return MoteStreamingChatModel.builder()
                .model(model)
                .chatTemplate(RealModel.template())
                .temperature(0)
                .maxOutputTokens(RealModel.OUTPUT_TOKENS_MAX);
    }

    @Override
    protected List<StreamingMode> streamingModes() {
        return List.of(StreamingMode.HANDLER, StreamingMode.PUBLISHER);
    }

    @Override
    protected List<StreamingChatModel> baseModels() {
        return List.of(builder().build());
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return builder().defaultRequestParameters(parameters).build();
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return builder().listeners(List.of(listener)).build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return MoteChatRequestParameters.builder().maxOutputTokens(maxOutputTokens).build();
    }

    /** A model is one file and answers under its own name. */
    @Override
    protected boolean supportsModelNameParameter() {
        return false;
    }

    /** Calls are told whole. */
    @Override
    protected boolean supportsPartialToolStreaming(StreamingChatModel unused) {
        return false;
    }

    /** Models here read text. */
    @Override
    protected boolean supportsSingleImageInputAsBase64EncodedString() {
        return false;
    }

    /** Models here read text. */
    @Override
    protected boolean supportsSingleImageInputAsPublicURL() {
        return false;
    }

    /** Whole calls only. */
    @Override
    protected void verifyToolCallbacks(
            StreamingChatResponseHandler handler, InOrder order, String id) {
        order.verify(handler)
                .onCompleteToolCall(
                        ArgumentMatchers.argThat(call ->
                                call.index() == 0
                                        && call.toolExecutionRequest()
                                                .name()
                                                .equals("getWeather")));
    }

    /** Left out: this model calls one tool where two are asked for. */
    @Override
    protected void should_execute_multiple_tools_in_parallel_then_answer(
            StreamingChatModel unused) {}

    /** Left out: this model calls the tool a second time instead of answering. */
    @Override
    protected void should_execute_a_tool_then_answer_respecting_JSON_response_format_with_schema(
            StreamingChatModel unused) {}
}
