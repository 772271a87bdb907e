package dev.mote.engine;

/**
 * What the sequences of a model take: KV caches or other states, token ids, logits.
 *
 * @param sequences that are open
 * @param bytes of all together
 */
public record SequenceMemory(int sequences, long bytes) {}
