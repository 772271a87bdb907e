package dev.mote.engine.tools;

import dev.mote.engine.tools.ToolException.Problem;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function that a model may call.
 *
 * @param name letters, digits, dots, dashes, underscores
 * @param description for the model; may be empty
 * @param parameters JSON Schema of the arguments
 */
public record Tool(String name, String description, Map<String, @Nullable Object> parameters) {
    private static final int NAME_LENGTH_MAX = 64;

    /**
     * Checks the name.
     *
     * @throws ToolException if it is none
     */
    public Tool(String name, String description, Map<String, @Nullable Object> parameters) {
        if (!name.matches("[A-Za-z0-9_.-]{1," + NAME_LENGTH_MAX + "}")) {
            throw ToolException.ofTools(
                    Problem.INVALID,
                    "a tool's name must have 1 to %d letters, digits, dots, dashes, underscores"
                            .formatted(NAME_LENGTH_MAX));
        }
        this.name = name;
        this.description = description;
        this.parameters = parameters;
    }

    /** As templates know it: the form of OpenAI's API. */
    public Map<String, @Nullable Object> forTemplate() {
        Map<String, @Nullable Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("description", description);
        function.put("parameters", parameters);
        Map<String, @Nullable Object> tool = new LinkedHashMap<>();
        tool.put("type", "function");
        tool.put("function", function);
        return tool;
    }
}
