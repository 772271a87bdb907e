package dev.mote.engine.tools;

import dev.mote.engine.TemplatedModel;
import dev.mote.text.template.ChatTemplate;

import java.util.Optional;

/**
 * How a family of models writes calls; recognised by what its chat template tells the model.
 *
 * @param open what comes before calls; empty if a call is the whole answer
 * @param close what comes after each; empty if calls go on to the end of the answer
 * @param argumentsKey what the object of arguments is called
 * @param list whether calls come as a JSON array
 */
public record ToolFormat(String open, String close, String argumentsKey, boolean list) {
    /** Hermes, Qwen 2.5, Qwen 3, SmolLM3, Granite 4: one object in each pair of tags. */
    public static final ToolFormat HERMES =
            new ToolFormat("<tool_call>", "</tool_call>", "arguments", false);

    /** Mistral before the separate arguments token: an array behind a control token. */
    public static final ToolFormat MISTRAL = new ToolFormat("[TOOL_CALLS]", "", "arguments", true);

    /** Granite 3: an array behind a token. */
    public static final ToolFormat GRANITE = new ToolFormat("<|tool_call|>", "", "arguments", true);

    /** Llama 3.1 and later: the answer is one object. */
    public static final ToolFormat LLAMA = new ToolFormat("", "", "parameters", false);

    /** Calls of one answer may be several. */
    public boolean parallel() {
        return !open.isEmpty();
    }

    /** The format of a model; empty if its template takes no tools, or in a way unknown here. */
    public static Optional<ToolFormat> of(TemplatedModel model) {
        return model.template().map(ChatTemplate::source).flatMap(ToolFormat::of);
    }

    /** The format that a template teaches. */
    static Optional<ToolFormat> of(String source) {
        if (!source.contains("tools")) {
            return Optional.empty();
        }
        if (source.contains("<tool_call>")) {
            // Newer ones of Qwen and GLM write XML in these tags.
            boolean xml = source.contains("<function=") || source.contains("<arg_key>");
            return xml ? Optional.empty() : Optional.of(HERMES);
        }
        if (source.contains("[TOOL_CALLS]")) {
            return source.contains("[ARGS]") || source.contains("[CALL_ID]")
                    ? Optional.empty()
                    : Optional.of(MISTRAL);
        }
        if (source.contains("<|tool_call|>")) {
            return Optional.of(GRANITE);
        }
        boolean llama =
                source.contains("<|start_header_id|>")
                        && source.contains("\"parameters\"")
                        && !source.contains("<function=");
        return llama ? Optional.of(LLAMA) : Optional.empty();
    }
}
