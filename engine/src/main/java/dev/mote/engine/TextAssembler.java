package dev.mote.engine;

import dev.mote.text.tokenizer.Detokenizer;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Tokens to the text of an answer: whole characters only, up to the first stop string. */
final class TextAssembler {
    private final Detokenizer detokenizer;
    private final StopFilter filter;
    private final StringBuilder text = new StringBuilder();

    /**
     * For an answer that continues {@code prompt}: a space at its beginning is text after text, and
     * a mark of the tokenizer after nothing or a special token.
     */
    TextAssembler(Tokenizer tokenizer, int[] prompt, List<String> stops) {
        detokenizer = tokenizer.detokenizer();
        filter = new StopFilter(stops);
        detokenizer.append(prompt[prompt.length - 1]);
    }

    /** Takes a token and returns the text that became certain. */
    String append(int token) {
        return released(filter.append(detokenizer.append(token)));
    }

    /** The rest, when no more tokens come. */
    String finish() {
        return released(filter.append(detokenizer.finish()) + filter.finish());
    }

    /** The stop string that appeared, or null. */
    @Nullable String stop() {
        return filter.matched();
    }

    /** All that was returned so far. */
    String text() {
        return text.toString();
    }

    private String released(String released) {
        text.append(released);
        return released;
    }
}
