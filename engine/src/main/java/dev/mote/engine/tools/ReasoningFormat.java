package dev.mote.engine.tools;

import java.util.List;

/**
 * How a family of models writes what it thinks before it answers; recognised by what its chat
 * template writes. Control tokens are written as the text of their piece.
 *
 * @param open before the thoughts
 * @param close behind them
 * @param promptEnd how a prompt ends inside the thoughts, white space at its end aside
 * @param again whether thoughts may come again after text
 * @param silent marks of the text that are not part of it
 */
public record ReasoningFormat(
        String open, String close, String promptEnd, boolean again, List<String> silent) {
    /** Most models. */
    public static final ReasoningFormat THINK = of("<think>", "</think>");

    private static final ReasoningFormat GRANITE =
            new ReasoningFormat(
                    "<think>", "</think>", "<think>", false, List.of("<response>", "</response>"));
    private static final ReasoningFormat SEED = of("<seed:think>", "</seed:think>");
    private static final ReasoningFormat MISTRAL = of("[THINK]", "[/THINK]");
    private static final ReasoningFormat GEMMA = of("<|channel>thought\n", "<channel|>");
    private static final ReasoningFormat APRIEL =
            new ReasoningFormat(
                    "Here are my reasoning steps:\n",
                    "[BEGIN FINAL RESPONSE]",
                    "Here are my reasoning steps:",
                    false,
                    List.of("[END FINAL RESPONSE]"));
    private static final ReasoningFormat COHERE =
            new ReasoningFormat(
                    "<|START_THINKING|>",
                    "<|END_THINKING|>",
                    "<|START_THINKING|>",
                    false,
                    List.of(
                            "<|START_TEXT|>",
                            "<|END_TEXT|>",
                            "<|START_RESPONSE|>",
                            "<|END_RESPONSE|>"));

    /** gpt-oss: messages on channels, of which one is for thoughts and one for the answer. */
    private static final ReasoningFormat HARMONY =
            new ReasoningFormat(
                    "<|channel|>analysis<|message|>",
                    "<|end|>",
                    "<|channel|>analysis<|message|>",
                    true,
                    List.of(
                            "<|start|>assistant",
                            "<|start|>assistant ",
                            "<|channel|>final<|message|>",
                            "<|channel|>commentary<|message|>",
                            "<|channel|>commentary ",
                            "<|end|>"));

    /** Copies the list. */
    public ReasoningFormat {
        silent = List.copyOf(silent);
    }

    private static ReasoningFormat of(String open, String close) {
        return new ReasoningFormat(open, close, open.strip(), false, List.of());
    }

    /** The format that a template teaches; {@link #THINK} if it teaches none. */
    public static ReasoningFormat of(String source) {
        if (source.contains("<|channel|>") && source.contains("analysis")) {
            return HARMONY;
        }
        if (source.contains("<|channel>thought")) {
            return GEMMA;
        }
        if (source.contains("<|START_THINKING|>")) {
            return COHERE;
        }
        if (source.contains("seed:think")) {
            return SEED;
        }
        if (source.contains("[BEGIN FINAL RESPONSE]")) {
            return APRIEL;
        }
        if (source.contains("[THINK]")) {
            return MISTRAL;
        }
        return source.contains("<response>") ? GRANITE : THINK;
    }

    /** Whether a prompt ends inside the thoughts. */
    public boolean isOpenAtEndOf(String prompt) {
        return prompt.stripTrailing().endsWith(promptEnd);
    }

    /** All marks. */
    List<String> words() {
        List<String> words = new java.util.ArrayList<>(silent);
        words.add(open);
        words.add(close);
        return words;
    }
}
