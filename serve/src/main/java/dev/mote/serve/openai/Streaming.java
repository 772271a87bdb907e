package dev.mote.serve.openai;

import dev.mote.serve.question.Fields;

import java.util.List;

/**
 * Whether and how an answer is streamed.
 *
 * @param on as server-sent events
 * @param usage whether a last chunk tells the usage
 */
record Streaming(boolean on, boolean usage) {
    /** Reads {@code stream} and {@code stream_options}. */
    static Streaming read(Fields body) {
        boolean on = body.flag("stream", false);
        Fields options = body.object("stream_options").orElse(null);
        if (options == null) {
            return new Streaming(on, false);
        }
        if (!on) {
            body.only("stream_options", "it needs stream: true");
        }
        boolean usage = options.flag("include_usage", false);
        options.only("include_obfuscation", "answers are not padded", false);
        options.refuseRest();
        return new Streaming(on, usage);
    }

    /** Answers to one prompt, at most. */
    static final int CHOICES_MAX = 16;

    /** Parameters of OpenAI's that change nothing where one machine serves its owner. */
    static List<String> ignored(Fields body) {
        return body.ignore(
                "user", "metadata", "safety_identifier", "prompt_cache_key", "service_tier");
    }
}
