package dev.mote.springai;

import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.Model;
import dev.mote.engine.TemplatedModel;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.tools.Turn;
import dev.mote.engine.tools.TurnReader;
import dev.mote.springai.Responses.Origin;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;

import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import java.util.UUID;

/**
 * An open model as Spring AI's {@link ChatModel}: tools, reasoning, JSON by schema, observed as
 * Spring AI's conventions for generative models say. Calls of tools are returned; Spring AI's
 * {@code ChatClient} executes them by its {@link ToolCallingManager}.
 *
 * <p>Thread-safe. {@code call} computes on the caller's thread, {@code stream} on Reactor's threads
 * for blocking work, no further than its subscriber asks; cancelling the subscription ends the
 * answer within a token and frees its memory.
 */
public final class MoteChatModel implements ChatModel {
    static final String PROVIDER = "mote";

    private static final ChatModelObservationConvention CONVENTION =
            new DefaultChatModelObservationConvention();

    private final TemplatedModel model;
    private final MoteChatOptions options;
    private final ToolCallingManager tools;
    private final ObservationRegistry observations;
    private final @Nullable ChatModelObservationConvention convention;

    private MoteChatModel(Builder builder, TemplatedModel model) {
        this.model = model;
        String name = model.model().description().name();
        MoteChatOptions given = builder.options;
        options = given.getModel() == null ? given.mutate().model(name).build() : given;
        tools = builder.tools;
        observations = builder.observations;
        convention = builder.convention;
    }

    /** Begins a model. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public MoteChatOptions getOptions() {
        return options;
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        Prompt complete = complete(prompt);
        ChatModelObservationContext context = context(complete, false);
        return observation(context)
                .observe(() -> {
                    ChatResponse response = answer(complete);
                    context.setResponse(response);
                    return response;
                });
    }

    private ChatResponse answer(Prompt prompt) {
        ChatTask task = task(prompt);
        Turn turn = new Turn();
        TurnReader reader = task.reader(turn);
        Answer answer =
                model.model()
                        .generate(
                                task.prompt(),
                                task.options(),
                                new CancellationToken(),
                                reader::take);
        return origin(prompt)
                .end(
                        Responses.message(turn.text(), turn.reasoning(), turn.calls()),
                        answer,
                        reader.called());
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.deferContextual(view -> {
            Prompt complete = complete(prompt);
            ChatModelObservationContext context = context(complete, true);
            Observation observation = observation(context);
            Observation parent = view.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
            observation.parentObservation(parent).start();
            Flux<ChatResponse> pieces =
                    pieces(complete)
                            .doOnError(observation::error)
                            .doFinally(end -> observation.stop())
                            .contextWrite(into ->
                                    into.put(ObservationThreadLocalAccessor.KEY, observation));
            return new MessageAggregator().aggregate(pieces, context::setResponse);
        });
    }

    private Flux<ChatResponse> pieces(Prompt prompt) {
        CancellationToken cancellation = new CancellationToken();
        return Flux.<ChatResponse, StreamedAnswer>generate(
                        () -> new StreamedAnswer(task(prompt), origin(prompt), cancellation),
                        (answer, sink) -> {
                            answer.next(sink);
                            return answer;
                        },
                        StreamedAnswer::close)
                .doOnCancel(cancellation::cancel)
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** A prompt with every option; those of other providers complete this model's own. */
    private Prompt complete(Prompt prompt) {
        ChatOptions asked = prompt.getOptions();
        MoteChatOptions complete =
                switch (asked) {
                    case null -> options;
                    case MoteChatOptions mote -> mote;
                    default -> options.mutate().combineWith(asked.mutate()).build();
                };
        String name = complete.getModel();
        if (name == null) {
            complete = complete.mutate().model(options.getModel()).build();
        } else if (!name.equals(options.getModel())) {
            throw new IllegalArgumentException(
                    "model is '%s'; this model is '%s' and answers for no other"
                            .formatted(name, options.getModel()));
        }
        return prompt.mutate().chatOptions(complete).build();
    }

    private ChatTask task(Prompt prompt) {
        MoteChatOptions complete = (MoteChatOptions) prompt.getOptions();
        if (complete == null) {
            throw new IllegalStateException("the options of a prompt were not completed");
        }
        return Questions.task(model, prompt, complete, tools.resolveToolDefinitions(complete));
    }

    private Origin origin(Prompt prompt) {
        ChatOptions complete = prompt.getOptions();
        String name = complete == null ? null : complete.getModel();
        return new Origin("mote-" + UUID.randomUUID(), name == null ? "" : name);
    }

    private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
        return ChatModelObservationContext.builder()
                .prompt(prompt)
                .provider(PROVIDER)
                .streaming(streaming)
                .build();
    }

    private Observation observation(ChatModelObservationContext context) {
        return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(
                convention, CONVENTION, () -> context, observations);
    }

    /** Collects what the model is made of. */
    public static final class Builder {
        private @Nullable Model model;
        private @Nullable String chatTemplate;
        private MoteChatOptions options = MoteChatOptions.builder().build();
        private ToolCallingManager tools = ToolCallingManager.builder().build();
        private ObservationRegistry observations = ObservationRegistry.NOOP;
        private @Nullable ChatModelObservationConvention convention;

        private Builder() {}

        /** The open model. Whoever opened it closes it, after the last answer. Required. */
        public Builder model(Model value) {
            model = value;
            return this;
        }

        /** A chat template in Jinja instead of the one in the model's file. */
        public Builder chatTemplate(@Nullable String source) {
            chatTemplate = source;
            return this;
        }

        /** What holds where a prompt does not say otherwise. */
        public Builder options(MoteChatOptions value) {
            options = value;
            return this;
        }

        /** What finds the tools that options name. */
        public Builder toolCallingManager(ToolCallingManager value) {
            tools = value;
            return this;
        }

        /** Told of every call. */
        public Builder observationRegistry(ObservationRegistry value) {
            observations = value;
            return this;
        }

        /** How calls are described to it; Spring AI's own way if null. */
        public Builder observationConvention(@Nullable ChatModelObservationConvention value) {
            convention = value;
            return this;
        }

        /**
         * The model.
         *
         * @throws dev.mote.text.template.TemplateException if the template cannot be compiled
         */
        public MoteChatModel build() {
            Model open = model;
            if (open == null) {
                throw new IllegalArgumentException("the model is missing; give one with model(…)");
            }
            return new MoteChatModel(
                    this,
                    chatTemplate == null
                            ? TemplatedModel.of(open)
                            : TemplatedModel.of(open, chatTemplate));
        }
    }
}
