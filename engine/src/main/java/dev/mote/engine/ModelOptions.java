package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.kernel.BlockType;

/**
 * How a model is opened.
 *
 * @param contextLength positions for prompt and answer together; 0 for the model's own, at most
 *     {@link #DEFAULT_CONTEXT_LENGTH}
 * @param threads threads that compute, the caller's included; 0 for one per physical core
 * @param kvType encoding of the KV cache: F16, F32 or Q8_0
 * @param prefillChunk prompt tokens read at once; cancelling takes effect between chunks
 * @param beyondTraining whether contextLength may exceed what the model was trained for
 * @param kvMemoryBytes most memory for the KV caches of all sequences together; 0 for half of what
 *     is available when the model is opened. Taken when it is needed, and then kept
 * @param name what to call the model in its description; empty for what its file says
 */
public record ModelOptions(
        int contextLength,
        int threads,
        BlockType kvType,
        int prefillChunk,
        boolean beyondTraining,
        long kvMemoryBytes,
        String name) {
    /** Context length if none is chosen and the model allows more. */
    public static final int DEFAULT_CONTEXT_LENGTH = 4096;

    /** The model's own context up to 4096, all cores, F16 cache, chunks of 256. */
    public static final ModelOptions DEFAULT =
            new ModelOptions(0, 0, BlockType.F16, 256, false, 0, "");

    /** Checks the ranges. */
    public ModelOptions {
        require(contextLength >= 0, "contextLength", contextLength, "0 (the model's) or more");
        require(threads >= 0 && threads <= 1024, "threads", threads, "0 (all) to 1024");
        require(
                kvType == BlockType.F16 || kvType == BlockType.F32 || kvType == BlockType.Q8_0,
                "kvType",
                kvType,
                "F16, F32 or Q8_0");
        require(
                prefillChunk >= 1 && prefillChunk <= 8192,
                "prefillChunk",
                prefillChunk,
                "1 to 8192");
        require(kvMemoryBytes >= 0, "kvMemoryBytes", kvMemoryBytes, "0 (half) or more");
    }

    private static void require(boolean holds, String option, Object found, String expected) {
        if (!holds) {
            throw new InvalidOptionException(option, found, expected);
        }
    }

    /** As these, with another context length; 0 for the model's own. */
    public ModelOptions withContextLength(int newContextLength) {
        return new ModelOptions(
                newContextLength,
                threads,
                kvType,
                prefillChunk,
                beyondTraining,
                kvMemoryBytes,
                name);
    }

    /** As these, with another number of threads; 0 for one per core. */
    public ModelOptions withThreads(int newThreads) {
        return new ModelOptions(
                contextLength,
                newThreads,
                kvType,
                prefillChunk,
                beyondTraining,
                kvMemoryBytes,
                name);
    }

    /** As these, with another encoding of the KV cache. */
    public ModelOptions withKvType(BlockType newKvType) {
        return new ModelOptions(
                contextLength,
                threads,
                newKvType,
                prefillChunk,
                beyondTraining,
                kvMemoryBytes,
                name);
    }

    /** As these, with another chunk size. */
    public ModelOptions withPrefillChunk(int newPrefillChunk) {
        return new ModelOptions(
                contextLength,
                threads,
                kvType,
                newPrefillChunk,
                beyondTraining,
                kvMemoryBytes,
                name);
    }

    /** As these, with contexts longer than the model was trained for allowed or not. */
    public ModelOptions withBeyondTraining(boolean newBeyondTraining) {
        return new ModelOptions(
                contextLength,
                threads,
                kvType,
                prefillChunk,
                newBeyondTraining,
                kvMemoryBytes,
                name);
    }

    /** As these, with another limit of memory for KV caches; 0 for half of what is available. */
    public ModelOptions withKvMemoryBytes(long newKvMemoryBytes) {
        return new ModelOptions(
                contextLength,
                threads,
                kvType,
                prefillChunk,
                beyondTraining,
                newKvMemoryBytes,
                name);
    }

    /** As these, with another name; empty for what the file says. */
    public ModelOptions withName(String newName) {
        return new ModelOptions(
                contextLength,
                threads,
                kvType,
                prefillChunk,
                beyondTraining,
                kvMemoryBytes,
                newName);
    }
}
