package dev.mote.text.tokenizer;

import dev.mote.text.vocabulary.TokenType;
import dev.mote.text.vocabulary.Vocabulary;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tokens known by their spelling to be structure: those that end an answer, and those of
 * fill-in-the-middle prompts. Files often mark neither, which is why runtimes keep such lists.
 */
final class EndOfGeneration {
    private static final List<String> ENDS =
            List.of(
                    "<|eot_id|>",
                    "<|im_end|>",
                    "<|end|>",
                    "<|return|>",
                    "<|call|>",
                    "<|calls|>",
                    "<|flush|>",
                    "<end_of_turn>",
                    "<|endoftext|>",
                    "<|eom_id|>",
                    "_<EOT>",
                    "<|end_of_text|>",
                    "<end_of_utterance>",
                    "<turn|>",
                    "<|tool_response>",
                    "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
                    "<|fim_pad|>",
                    "<fim-pad>",
                    "<fim_pad>",
                    "<|fim_repo|>",
                    "<|repo_name|>",
                    "<fim-repo>",
                    "<reponame>",
                    "<|file_sep|>");

    /** Spellings that also occur as ordinary text: ends only where the file does not say NORMAL. */
    private static final List<String> ENDS_UNLESS_TEXT =
            List.of("</s>", "<eos>", "<EOT>", "[EOT]", "[EOS]", "<PAD>", "[PAD]", "<REPO>");

    private static final List<String> CONTROLS =
            List.of(
                    "<|fim_prefix|>",
                    "<fim-prefix>",
                    "<fim_prefix>",
                    "<\uFF5Cfim\u2581begin\uFF5C>",
                    "\u2581<PRE>",
                    "<|fim_suffix|>",
                    "<fim-suffix>",
                    "<fim_suffix>",
                    "<\uFF5Cfim\u2581hole\uFF5C>",
                    "\u2581<SUF>",
                    "<|fim_middle|>",
                    "<fim-middle>",
                    "<fim_middle>",
                    "<\uFF5Cfim\u2581end\uFF5C>",
                    "\u2581<MID>");

    private EndOfGeneration() {}

    /** The vocabulary with every token CONTROL that its spelling shows to be structure. */
    static Vocabulary markControls(Vocabulary vocabulary) {
        Set<Integer> controls = ends(vocabulary);
        addAll(vocabulary, CONTROLS, controls);
        return vocabulary.withControl(controls);
    }

    /** The tokens that end an answer. */
    static Set<Integer> of(Vocabulary vocabulary, Collection<Integer> stated) {
        Set<Integer> ends = ends(vocabulary);
        // o200k-harmony and its like close every message with <|end|>, and answers otherwise.
        if ((has(vocabulary, ends, "<|return|>") && has(vocabulary, ends, "<|call|>"))
                || (has(vocabulary, ends, "<|calls|>") && has(vocabulary, ends, "<|flush|>"))) {
            ends.remove(vocabulary.find("<|end|>"));
        }
        if (has(vocabulary, ends, "<|tool_response>")) {
            ends.remove(vocabulary.find("</s>")); // Gemma 4: an HTML tag
        }
        ends.addAll(stated);
        return Set.copyOf(ends);
    }

    private static boolean has(Vocabulary vocabulary, Set<Integer> ids, String piece) {
        return ids.contains(vocabulary.find(piece));
    }

    private static Set<Integer> ends(Vocabulary vocabulary) {
        Set<Integer> ids = new TreeSet<>();
        addAll(vocabulary, ENDS, ids);
        for (String piece : ENDS_UNLESS_TEXT) {
            int id = vocabulary.find(piece);
            if (id >= 0 && vocabulary.type(id) != TokenType.NORMAL) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static void addAll(Vocabulary vocabulary, List<String> pieces, Set<Integer> ids) {
        for (String piece : pieces) {
            int id = vocabulary.find(piece);
            if (id >= 0) {
                ids.add(id);
            }
        }
    }
}
