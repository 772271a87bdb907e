package dev.mote.langchain4j;

import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.language.LanguageModel;
import dev.langchain4j.model.language.StreamingLanguageModel;
import dev.langchain4j.model.output.Response;
import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.Prompt;

/**
 * An open model that continues text, without a chat template, as LangChain4j's {@link
 * LanguageModel} and {@link StreamingLanguageModel}. Thread-safe; streams are told on a virtual
 * thread of their own.
 */
public final class MoteLanguageModel implements LanguageModel, StreamingLanguageModel {
    private final Model model;
    private final GenerationOptions options;

    /**
     * Continues as these options say.
     *
     * @param model open; whoever opened it closes it
     */
    public MoteLanguageModel(Model model, GenerationOptions options) {
        this.model = model;
        this.options = options;
    }

    @Override
    public Response<String> generate(String prompt) {
        return response(Failures.translated(() -> model.generate(Prompt.text(prompt), options)));
    }

    @Override
    public void generate(String prompt, StreamingResponseHandler<String> handler) {
        Thread.ofVirtual()
                .name("mote-answer")
                .start(() -> {
                    try {
                        handler.onComplete(response(stream(prompt, handler)));
                    } catch (Throwable failure) { // reaches the handler
                        handler.onError(failure);
                    }
                });
    }

    private Answer stream(String prompt, StreamingResponseHandler<String> handler) {
        return Failures.translated(() ->
                model.generate(
                        Prompt.text(prompt),
                        options,
                        new CancellationToken(),
                        event -> {
                            if (!event.text().isEmpty()) {
                                handler.onNext(event.text());
                            }
                        }));
    }

    private static Response<String> response(Answer answer) {
        return Response.from(
                answer.text(), Responses.usage(answer), Responses.finishReason(answer, false));
    }
}
