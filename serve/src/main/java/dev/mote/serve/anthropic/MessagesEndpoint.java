package dev.mote.serve.anthropic;

import dev.mote.engine.Answer;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.GenerationOptionsBuilder;
import dev.mote.engine.constraint.Constraint;
import dev.mote.engine.tools.Tool;
import dev.mote.engine.tools.ToolChoice;
import dev.mote.engine.tools.ToolChoice.Wish;
import dev.mote.engine.tools.TurnReader;
import dev.mote.serve.ServedModel;
import dev.mote.serve.ServedModels;
import dev.mote.serve.chat.Conversation;
import dev.mote.serve.openai.Ignored;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.question.Fields;
import dev.mote.serve.question.SamplingFields;
import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;
import dev.mote.serve.work.Job;
import dev.mote.serve.work.Workload;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code POST /v1/messages}. */
public final class MessagesEndpoint implements Endpoint {
    private final ServedModels models;
    private final Workload workload;

    /** By these models. */
    public MessagesEndpoint(ServedModels models, Workload workload) {
        this.models = models;
        this.workload = workload;
    }

    @Override
    public void answer(Exchange exchange) {
        Fields body = Fields.parse(exchange.body());
        ServedModel model = models.find(exchange, body.string("model"));
        List<Map<String, @Nullable Object>> messages = MessageFields.read(body);
        GenerationOptionsBuilder options = SamplingFields.common(body);
        SamplingFields.stops(body, "stop_sequences", options);
        options.maxTokens(
                body.whole("max_tokens", 1, Integer.MAX_VALUE)
                        .orElseThrow(() -> body.missing("max_tokens"))
                        .intValue());
        boolean stream = body.flag("stream", false);
        thinking(body);
        for (String name : List.of("mcp_servers", "container", "context_management")) {
            body.only(name, "this server does not offer it");
        }
        List<String> ignored = body.ignore("metadata", "service_tier");
        if (exchange.query().containsKey("beta")) { // Anthropic's clients say so of newer features
            ignored.add("beta");
        }
        Ignored.tell(exchange, ignored);
        Conversation conversation =
                Conversation.of(
                        model,
                        messages,
                        Map.of(),
                        options,
                        Constraint.none(),
                        tools(body, model),
                        workload.limits().promptTokensMax());
        body.refuseRest();
        try (Job job = workload.begin(exchange.caller())) {
            if (stream) {
                stream(exchange, conversation, job);
            } else {
                whole(exchange, conversation, job);
            }
        }
    }

    /** Models think as their templates have them; what they think is told as it comes. */
    private static void thinking(Fields body) {
        Fields thinking = body.object("thinking").orElse(null);
        if (thinking != null) {
            thinking.only("type", "it cannot be switched on here", "disabled");
            thinking.refuseRest();
        }
    }

    private static ToolChoice tools(Fields body, ServedModel model) {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools").orElse(List.of())) {
            tool.only("type", "only tools of your own are called", "custom");
            tools.add(
                    new Tool(
                            tool.requiredString("name"),
                            tool.string("description").orElse(""),
                            tool.map("input_schema").orElse(Map.of())));
            tool.ignore("cache_control");
            tool.refuseRest();
        }
        Fields choice = body.object("tool_choice").orElse(null);
        if (choice == null) {
            return ToolChoice.of(model.templated(), tools, new Wish.Auto(), true);
        }
        boolean parallel = !choice.flag("disable_parallel_tool_use", false);
        Wish wish =
                switch (choice.requiredString("type")) {
                    case "auto" -> new Wish.Auto();
                    case "any" -> new Wish.Required();
                    case "none" -> new Wish.Never();
                    case "tool" -> new Wish.Named(choice.requiredString("name"));
                    default ->
                            throw Refusal.invalid(
                                    "tool_choice.type",
                                    "tool_choice.type must be auto, any, tool or none");
                };
        choice.refuseRest();
        return ToolChoice.of(model.templated(), tools, wish, parallel);
    }

    private static void whole(Exchange exchange, Conversation conversation, Job job) {
        Blocks blocks = new Blocks();
        TurnReader reader = conversation.reader(blocks);
        Answer answer =
                job.generate(
                        conversation.model(),
                        conversation.prompt(),
                        conversation.options(),
                        reader::take);
        Map<String, @Nullable Object> message = message(conversation, blocks.list());
        message.put("stop_reason", stopReason(answer, reader));
        message.put("stop_sequence", answer.stopString().orElse(null));
        message.put("usage", usage(answer));
        message.put("timings", Wording.timings(answer.statistics()));
        exchange.reply(Reply.json(200, message));
    }

    private static Map<String, @Nullable Object> message(
            Conversation conversation, List<Object> content) {
        return Wording.map(
                "id",
                Wording.id("msg_"),
                "type",
                "message",
                "role",
                "assistant",
                "model",
                conversation.model().id(),
                "content",
                content);
    }

    private static void stream(Exchange exchange, Conversation conversation, Job job) {
        Map<String, @Nullable Object> start = message(conversation, List.of());
        start.put("stop_reason", null);
        start.put("stop_sequence", null);
        MessageEvents events = new MessageEvents(exchange, start);
        TurnReader reader = conversation.reader(events);
        Answer answer =
                job.generate(
                        conversation.model(),
                        conversation.prompt(),
                        conversation.options(),
                        event -> {
                            if (event instanceof GenerationEvent.Prefilled read) {
                                events.promptTokens(read.total());
                            } else {
                                events.begin();
                            }
                            reader.take(event);
                        });
        events.end(stopReason(answer, reader), answer.stopString().orElse(null), usage(answer));
    }

    private static String stopReason(Answer answer, TurnReader reader) {
        if (Wording.cutShort(answer)) {
            return "max_tokens";
        }
        if (reader.called()) {
            return "tool_use";
        }
        return answer.stopString().isPresent() ? "stop_sequence" : "end_turn";
    }

    private static Map<String, @Nullable Object> usage(Answer answer) {
        int cached = answer.statistics().cachedTokens();
        return Wording.map(
                "input_tokens",
                answer.statistics().promptTokens() - cached,
                "cache_read_input_tokens",
                cached,
                "cache_creation_input_tokens",
                0,
                "output_tokens",
                answer.statistics().answerTokens());
    }
}
