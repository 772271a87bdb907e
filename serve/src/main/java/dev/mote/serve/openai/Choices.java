package dev.mote.serve.openai;

import dev.mote.engine.GenerationOptions;

import java.util.OptionalLong;

/** Several answers to one prompt. */
final class Choices {
    private Choices() {}

    /** The options of one of them: a seed that was given counts up, so that they differ. */
    static GenerationOptions options(GenerationOptions options, int choice) {
        OptionalLong seed = options.sampling().seed();
        return choice == 0 || seed.isEmpty()
                ? options
                : options.toBuilder().seed(seed.getAsLong() + choice).build();
    }
}
