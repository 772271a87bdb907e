package dev.mote.text.template;

import dev.mote.text.jinja.value.Text;
import dev.mote.text.tokenizer.TextSpan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt that tells what the template wrote from what came in with the conversation.
 *
 * <p>Trusted spans are the template's own text, role names and the tokenizer's special tokens;
 * everything else that came in through variables is untrusted. Encode it with {@link
 * dev.mote.text.tokenizer.Tokenizer#encode(List, boolean)}, which takes all spans as one text and
 * finds special tokens in trusted ones only.
 *
 * @param spans in order, none empty, trusted and untrusted in turn
 */
public record RenderedPrompt(List<TextSpan> spans) {
    /** Copies the list. */
    public RenderedPrompt {
        spans = List.copyOf(spans);
    }

    static RenderedPrompt of(Text text) {
        return new RenderedPrompt(text.spans(TextSpan::new));
    }

    /** The whole prompt. */
    public String text() {
        return spans.stream().map(TextSpan::text).collect(Collectors.joining());
    }
}
