package dev.mote.engine.tools;

import java.util.List;
import java.util.Optional;

/**
 * The forms of calls that are known, each recognised by what a chat template tells its model. What
 * is looked for are the marks that the templates themselves write.
 */
final class ToolFormats {
    /**
     * Hermes, Qwen 2.5 and 3, QwQ, Granite 4, Bielik, MiMo, Reka: an object in each pair of tags.
     */
    static final ToolFormat HERMES = JsonCalls.each("<tool_call>", "</tool_call>", "\n");

    /** Mistral before version 11 of its tokenizer: an array behind a control token. */
    static final ToolFormat MISTRAL = JsonCalls.list("[TOOL_CALLS]", "");

    /** Mistral since: name and arguments, perhaps an id between them. */
    static final ToolFormat MISTRAL_NAMED =
            NamedCalls.of("[TOOL_CALLS]", "").withId("[CALL_ID]").between("[ARGS]");

    /** Granite 3: an array behind a token. */
    static final ToolFormat GRANITE = JsonCalls.list("<|tool_call|>", "");

    /** Llama 3.1 and later: the answer is one object. */
    static final ToolFormat LLAMA = JsonCalls.each("", "", "").withKeys("name", "parameters");

    /** Apriel: an array in tags. */
    static final ToolFormat APRIEL = JsonCalls.list("<tool_calls>", "</tool_calls>");

    /** Firefunction 2: an array behind a word. */
    static final ToolFormat FIREFUNCTION = JsonCalls.list("functools", "");

    /** GigaChat 3: an object in a turn of its own. */
    static final ToolFormat GIGACHAT = JsonCalls.each("function call<|role_sep|>\n", "", "");

    /** GigaChat 3.1: an object behind a token. */
    static final ToolFormat GIGACHAT_31 = JsonCalls.each("<|function_call|>", "", "");

    /** Command R+: an array in a block of code. */
    static final ToolFormat COMMAND_R =
            JsonCalls.list("Action:\n```json\n", "```").withKeys("tool_name", "parameters");

    /** Command A and later of Cohere: an array between tokens, its entries numbered. */
    static final ToolFormat COHERE =
            JsonCalls.list("<|START_ACTION|>", "<|END_ACTION|>")
                    .withKeys("tool_name", "parameters")
                    .withNumber("tool_call_id");

    /** Functionary 3.1: the name in the tag. */
    static final ToolFormat FUNCTIONARY_31 =
            NamedCalls.of("<function=", "</function>").between(">");

    /** Functionary 3 and 3.2: every part of an answer has a recipient, text is for "all". */
    static final ToolFormat FUNCTIONARY_32 =
            NamedCalls.of(">>>", "").between("\n").openInPrompt("all\n");

    /** DeepSeek R1: arguments in a block of code. */
    static final ToolFormat DEEPSEEK_R1 =
            NamedCalls.of("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>")
                    .inside("<｜tool▁call▁begin｜>function<｜tool▁sep｜>", "\n```<｜tool▁call▁end｜>")
                    .between("\n```json\n");

    /** DeepSeek V3.1. */
    static final ToolFormat DEEPSEEK_V31 =
            NamedCalls.of("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>")
                    .inside("<｜tool▁call▁begin｜>", "<｜tool▁call▁end｜>")
                    .between("<｜tool▁sep｜>");

    /** Kimi K2: calls are numbered. */
    static final ToolFormat KIMI =
            NamedCalls.of("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>")
                    .inside("<|tool_call_begin|>functions.", "<|tool_call_end|>")
                    .withId(":")
                    .between("<|tool_call_argument_begin|>");

    /** gpt-oss: a message to a function, on the commentary channel. */
    static final ToolFormat HARMONY =
            NamedCalls.of("to=functions.", "")
                    .between(
                            "<|channel|>commentary json<|message|>",
                            " <|constrain|>json<|message|>");

    /** Qwen 3 Coder, Qwen 3.5, Nemotron 3: a tag for each parameter. */
    static final ToolFormat QWEN_XML =
            TaggedCalls.each(
                    "<tool_call>",
                    "</tool_call>",
                    new Tags("\n<function=", ">\n", "</function>\n")
                            .parameter("<parameter=", ">\n", ">\n", "\n</parameter>\n"));

    /** Seed-OSS: the same on one line. */
    static final ToolFormat SEED =
            TaggedCalls.each(
                    "<seed:tool_call>",
                    "</seed:tool_call>",
                    new Tags("\n<function=", ">\n", "</function>\n")
                            .parameter("<parameter=", ">", ">", "</parameter>\n"));

    /** GLM 4.5 and later: pairs of tags for keys and values. */
    static final ToolFormat GLM =
            TaggedCalls.each(
                    "<tool_call>",
                    "</tool_call>",
                    new Tags("", "", "")
                            .parameter(
                                    "<arg_key>",
                                    "</arg_key><arg_value>",
                                    "</arg_key><arg_value>",
                                    "</arg_value>"));

    /** MiniCPM 5: names in attributes, CDATA where a value needs it. */
    static final ToolFormat MINICPM =
            TaggedCalls.each(
                    "<function name=\"",
                    "</function>",
                    new Tags("", "\">", "").parameter("<param name=\"", "\">", "\">", "</param>"));

    /** DeepSeek V4: a block of invocations. */
    static final ToolFormat DEEPSEEK_V4 =
            TaggedCalls.block(
                    "<｜DSML｜tool_calls>",
                    "\n</｜DSML｜tool_calls>",
                    new Tags("\n<｜DSML｜invoke name=\"", "\">\n", "</｜DSML｜invoke>")
                            .parameter(
                                    "<｜DSML｜parameter name=\"",
                                    "\" string=\"true\">",
                                    "\" string=\"false\">",
                                    "</｜DSML｜parameter>\n"));

    /** LFM 2 and 2.5: a list of calls as Python writes them. */
    static final ToolFormat LFM = new PythonCalls("<|tool_call_start|>", "<|tool_call_end|>");

    /** Gemma 4: objects without quotes, strings between tokens. */
    static final ToolFormat GEMMA = new BraceCalls("<|tool_call>call:", "<tool_call|>", "<|\"|>");

    /** A form and the marks by which a template shows it, all of which must be there. */
    private record Known(ToolFormat format, List<String> marks) {
        Known(ToolFormat format, String... marks) {
            this(format, List.of(marks));
        }

        boolean isIn(String source) {
            return marks.stream().allMatch(source::contains);
        }
    }

    /** The more particular ones first. */
    private static final List<Known> KNOWN =
            List.of(
                    new Known(SEED, "<seed:tool_call>"),
                    new Known(QWEN_XML, "<tool_call>", "<function=", "<parameter="),
                    new Known(GLM, "<tool_call>", "<arg_key>"),
                    new Known(APRIEL, "<tool_calls>["),
                    new Known(HERMES, "<tool_call>"),
                    new Known(MISTRAL_NAMED, "[TOOL_CALLS]", "[ARGS]"),
                    new Known(MISTRAL, "[TOOL_CALLS]"),
                    new Known(GRANITE, "<|tool_call|>"),
                    new Known(GEMMA, "<|tool_call>call:"),
                    new Known(LFM, "<|tool_call_start|>"),
                    new Known(KIMI, "<|tool_calls_section_begin|>"),
                    new Known(DEEPSEEK_V4, "｜DSML｜", "invoke"),
                    new Known(DEEPSEEK_R1, "<｜tool▁call▁begin｜>", "```json"),
                    new Known(DEEPSEEK_V31, "<｜tool▁call▁begin｜>"),
                    new Known(COHERE, "<|START_ACTION|>", "tool_name"),
                    new Known(COMMAND_R, "Action:", "```json", "tool_name"),
                    new Known(FIREFUNCTION, "functools["),
                    new Known(GIGACHAT_31, "<|function_call|>"),
                    new Known(GIGACHAT, "function call", "<|role_sep|>"),
                    new Known(MINICPM, "<function name=\"", "<param name=\""),
                    new Known(HARMONY, "<|channel|>", "functions."),
                    new Known(FUNCTIONARY_32, ">>>", "recipient"),
                    new Known(FUNCTIONARY_31, "<function="),
                    new Known(LLAMA, "<|start_header_id|>", "\"parameters\""),
                    new Known(LFM, "<|im_start|>", "List of tools: ["));

    private ToolFormats() {}

    /** The format that a template teaches; empty if it offers no tools, or in an unknown way. */
    static Optional<ToolFormat> of(String source) {
        if (!source.contains("tools")) {
            return Optional.empty();
        }
        return KNOWN.stream().filter(known -> known.isIn(source)).map(Known::format).findFirst();
    }
}
