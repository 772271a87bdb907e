package dev.mote.serve.openai;

import dev.mote.engine.tools.Tool;
import dev.mote.engine.tools.ToolChoice;
import dev.mote.engine.tools.ToolChoice.Wish;
import dev.mote.serve.ServedModel;
import dev.mote.serve.question.Fields;
import dev.mote.serve.wire.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
final class ToolFields {
    private static final int TOOLS_MAX = 128;

    private ToolFields() {}

    static ToolChoice read(Fields body, ServedModel model) {
        List<Tool> tools = new ArrayList<>();
        for (Fields tool : body.objects("tools").orElse(List.of())) {
            tools.add(tool(tool));
            tool.refuseRest();
        }
        if (tools.size() > TOOLS_MAX) {
            throw Refusal.invalid("tools", "tools holds more than %d".formatted(TOOLS_MAX));
        }
        Wish wish = wish(body);
        boolean parallel = body.flag("parallel_tool_calls", true);
        return ToolChoice.of(model.templated(), tools, wish, parallel);
    }

    private static Tool tool(Fields fields) {
        String type = fields.requiredString("type");
        if (!type.equals("function")) {
            throw Refusal.unsupported(
                    fields.path("type"), fields.path("type") + " must be function");
        }
        Fields function = fields.object("function").orElseThrow(() -> fields.missing("function"));
        Tool tool =
                new Tool(
                        function.requiredString("name"),
                        function.string("description").orElse(""),
                        function.map("parameters").orElse(Map.of()));
        function.flag("strict", true); // arguments obey the schema in any case
        function.refuseRest();
        return tool;
    }

    private static Wish wish(Fields body) {
        if (body.value("tool_choice") instanceof Map<?, ?>) {
            Fields named = body.object("tool_choice").orElseThrow();
            named.only("type", "a function alone can be chosen", "function");
            Fields function = named.object("function").orElseThrow(() -> named.missing("function"));
            Wish wish = new Wish.Named(function.requiredString("name"));
            function.refuseRest();
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
}
