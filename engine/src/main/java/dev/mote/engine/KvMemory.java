package dev.mote.engine;

/**
 * The memory that a model's sequences keep keys and values in.
 *
 * @param promisedBytes what sequences under way hold or may still grow to
 * @param usedBytes what is held, by sequences and for later prompts that begin alike
 * @param allocatedBytes what was taken from the system, in use or not
 * @param maxBytes the limit of all this
 */
public record KvMemory(long promisedBytes, long usedBytes, long allocatedBytes, long maxBytes) {}
