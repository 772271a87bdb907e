package dev.mote.model;

import dev.mote.model.memory.KvBlock;
import dev.mote.model.memory.KvPool;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * One sequence in progress: its KV cache and how far it is. Not thread-safe; close frees the
 * memory.
 */
public interface DecoderState extends AutoCloseable {
    /** Tokens taken so far; the next one gets this position. */
    int position();

    /** Positions there is room for. */
    int capacity();

    /**
     * Forgets everything from {@code position} on.
     *
     * @throws IllegalArgumentException if the model cannot go back (recurrent state), unless
     *     position is 0, which always works
     */
    void truncate(int position);

    /**
     * Whether {@link #truncate} works for positions other than 0: always for the last {@value
     * KvPool#PAGE_POSITIONS} positions, and beyond them unless a sliding window passed on.
     */
    boolean canTruncate();

    /** Where {@link #truncate} can go instead of to this position: there, or only to 0. */
    int reachable(int position);

    /**
     * What the model keeps of the positions from index · {@link KvPool#PAGE_POSITIONS} on, of one
     * page at most, for other sequences of the same pool. The caller closes it.
     *
     * @return empty if some of it is kept no longer
     * @throws IllegalStateException if the memory is not in pages
     */
    Optional<KvBlock> block(int index);

    /**
     * Takes over what another sequence kept of the next positions, as if the same tokens had been
     * read here: shares its memory, which is copied when something else is to be written to it.
     *
     * @param positions how many of the block's, at least 1
     * @throws IllegalArgumentException if the position is not the beginning of a page, or the model
     *     {@linkplain #canTruncate cannot truncate}
     */
    void adopt(KvBlock block, int positions);

    /**
     * Writes what the model keeps of all positions, for {@link #restore}.
     *
     * @throws IllegalStateException if the memory is not in pages
     */
    void save(WritableByteChannel target) throws IOException;

    /**
     * Reads what {@link #save} of a state of the same model and KV type wrote; when that fails the
     * state is at position 0. The bytes are not examined: keep them safe.
     *
     * @param positions how many were saved
     * @throws ContextOverflowException if there is no room for them
     * @throws IllegalArgumentException if this state is not empty, or what was saved is not enough
     *     to go on
     */
    void restore(int positions, ReadableByteChannel source) throws IOException;

    /**
     * Changes the model for this sequence by adapters; empty for the model as it is. What was read
     * with others is forgotten.
     *
     * @throws IllegalArgumentException if an adapter belongs to another model, or the model takes
     *     none
     */
    void adapt(List<Adapter.Use> adapters);

    @Override
    void close();
}
