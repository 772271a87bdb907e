package dev.mote.model.huggingface;

/** What has to be done to a tensor besides renaming it. */
enum Conversion {
    /** Nothing: the bytes are used in place. */
    NONE,
    /** Add 1 to every value: Gemma stores norm weights as their distance from 1. */
    PLUS_ONE,
    /** Swap rows and columns: GPT-2's "Conv1D" layers are [inputs, outputs]. */
    TRANSPOSE,
    /** Drop the middle size of [channels, 1, taps]. */
    SQUEEZE,
    /** Leave the tensor out. */
    DROP
}
