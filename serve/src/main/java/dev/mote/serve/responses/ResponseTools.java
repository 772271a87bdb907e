package dev.mote.serve.responses;

import dev.mote.engine.tools.Tool;
import dev.mote.engine.tools.ToolChoice;
import dev.mote.engine.tools.ToolChoice.Wish;
import dev.mote.serve.ServedModel;
import dev.mote.serve.openai.Wording;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The fields {@code tools}, {@code tool_choice} and {@code parallel_tool_calls} in the form of this
 * API, where a function is not inside another object.
 *
 * @param choice understood
 * @param told the tools as they were given
 * @param wish the choice as it was given
 * @param parallel whether there may be several calls
 */
record ResponseTools(
        ToolChoice choice,
        List<Map<String, @Nullable Object>> told,
        Object wish,
        boolean parallel) {
    private static final int TOOLS_MAX = 128;

    static ResponseTools read(Fields body, ServedModel model) {
        List<Tool> tools = new ArrayList<>();
        List<Map<String, @Nullable Object>> told = new ArrayList<>();
        for (Fields fields : body.objects("tools").orElse(List.of())) {
            if (!fields.requiredString("type").equals("function")) {
                throw Refusal.unsupported(
                        fields.path("type"),
                        fields.path("type")
                                + " must be function: this server runs no tools itself");
            }
            Tool tool =
                    new Tool(
                            fields.requiredString("name"),
                            fields.string("description").orElse(""),
                            fields.map("parameters").orElse(Map.of()));
            fields.flag("strict", true); // arguments obey the schema in any case
            fields.refuseRest();
            tools.add(tool);
            told.add(
                    Wording.map(
                            "type", "function",
                            "name", tool.name(),
                            "description", tool.description(),
                            "parameters", tool.parameters(),
                            "strict", true));
        }
        if (tools.size() > TOOLS_MAX) {
            throw Refusal.invalid("tools", "tools holds more than %d".formatted(TOOLS_MAX));
        }
        boolean parallel = body.flag("parallel_tool_calls", true);
        Wish wish = wish(body);
        ToolChoice choice = ToolChoice.of(model.templated(), tools, wish, parallel);
        return new ResponseTools(choice, told, told(wish), parallel);
    }

    private static Wish wish(Fields body) {
        if (body.value("tool_choice") instanceof Map<?, ?>) {
            Fields named = body.object("tool_choice").orElseThrow();
            named.only("type", "a function alone can be chosen", "function");
            Wish wish = new Wish.Named(named.requiredString("name"));
            named.refuseRest();
            return wish;
        }
        return switch (body.string("tool_choice").orElse("auto")) {
            case "auto" -> new Wish.Auto();
            case "none" -> new Wish.Never();
            case "required" -> new Wish.Required();
            default ->
                    throw Refusal.invalid(
                            "tool_choice",
                            "tool_choice must be auto, none, required or name a function");
        };
    }

    private static Object told(Wish wish) {
        return switch (wish) {
            case Wish.Auto _ -> "auto";
            case Wish.Never _ -> "none";
            case Wish.Required _ -> "required";
            case Wish.Named named -> Wording.map("type", "function", "name", named.name());
        };
    }
}
