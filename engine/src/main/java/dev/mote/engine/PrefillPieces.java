package dev.mote.engine;

/**
 * How prompts are cut into pieces that are read at once, and what that means for reading less than
 * all of one.
 *
 * <p>Pieces begin at multiples of their size, whatever was read before. Kernels multiply up to
 * {@value DecodeBatches#ROWS_MAX} rows in another way than more of them, which changes the last
 * bits of a result, and otherwise compute each row as they would in any company. So what was read
 * in a piece of more rows serves every prompt that would have read it in a piece of more rows too,
 * bit for bit; and what of a piece is left to be read must be more rows as well. Tokens of answers,
 * read one by one, serve no prompt: they are kept when a later prompt has read them.
 *
 * @param size tokens of a piece
 * @param mixed whether rows of a piece influence each other, so that only whole pieces serve
 */
record PrefillPieces(int size, boolean mixed) {
    /** The model cuts longer pieces by itself. */
    private static final int SIZE_MAX = 512;

    private static final int ROWS_MIN = DecodeBatches.ROWS_MAX + 1;

    static PrefillPieces of(int chunk, boolean mixed) {
        return new PrefillPieces(Math.min(chunk, SIZE_MAX), mixed);
    }

    /** Tokens of the next piece of a prompt of which {@code position} are read. */
    int next(int position, int promptLength) {
        return Math.min(size - position % size, promptLength - position);
    }

    /** Whether others may use tokens that were read in a piece from {@code position} on. */
    boolean serves(int position, int count) {
        return count >= ROWS_MIN && (!mixed || (position % size == 0 && count == size));
    }

    /** How many of {@code matched} tokens a prompt may use without a bit of its answer changing. */
    int reusable(int matched, int promptLength) {
        int usable = Math.min(matched, promptLength - 1); // the last token's logits are needed
        if (size < ROWS_MIN) {
            return 0;
        }
        int lastPiece = (promptLength - 1) / size * size;
        if (promptLength - lastPiece < ROWS_MIN) {
            usable = Math.min(usable, lastPiece);
        }
        int piece = usable / size * size;
        if (mixed || usable == piece) {
            return piece;
        }
        int end = Math.min(piece + size, promptLength);
        return Math.max(piece, Math.min(usable, end - ROWS_MIN));
    }
}
