package dev.mote.serve;

import java.util.function.Consumer;

/**
 * What is logged, and how.
 *
 * @param sink told one line for each request
 * @param json each line is a JSON object; otherwise words for people
 * @param prompts whether lines hold the bodies of requests; nothing else ever tells what was asked
 */
public record LogOptions(Consumer<String> sink, boolean json, boolean prompts) {
    /** Nothing. */
    public static final LogOptions NONE = new LogOptions(line -> {}, false, false);

    /** Lines for people, without prompts. */
    public static LogOptions of(Consumer<String> sink) {
        return new LogOptions(sink, false, false);
    }
}
