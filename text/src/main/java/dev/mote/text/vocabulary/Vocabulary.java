package dev.mote.text.vocabulary;

import dev.mote.format.ModelFormatException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The token table: spelling, type and score by id, and ids by spelling.
 *
 * <p>All spellings lie in one byte array and are found through an open-addressing table of ids, so
 * that a vocabulary of 250,000 entries is a handful of arrays. Immutable and thread-safe.
 */
public final class Vocabulary {
    /** More entries than any published vocabulary by an order of magnitude. */
    private static final int SIZE_MAX = 1 << 22;

    private static final long SPELLING_BYTES_MAX = 1L << 28;

    private final byte[] spellings;
    private final int[] offsets;
    private final TokenType[] types;
    private final float[] scores;
    private final int[] slots;
    private final int pieceBytesMax;

    /**
     * Indexes a vocabulary.
     *
     * @param source file name for messages
     * @param pieces spelling by id; empty ones stand for nothing and are never found
     * @param types type by id, owned by the vocabulary from now on
     * @param scores score by id, or empty where the algorithm has none
     * @throws ModelFormatException if the vocabulary is empty or too large, lists differ in length,
     *     a score is not a number or two ids have one spelling
     */
    public Vocabulary(String source, List<String> pieces, TokenType[] types, float[] scores) {
        int size = pieces.size();
        if (size == 0 || size > SIZE_MAX) {
            throw new ModelFormatException(
                    source, "vocabulary has " + size + " tokens, must be 1 to " + SIZE_MAX);
        }
        if (types.length != size || (scores.length != 0 && scores.length != size)) {
            throw new ModelFormatException(
                    source,
                    "vocabulary has "
                            + size
                            + " tokens but "
                            + types.length
                            + " types and "
                            + scores.length
                            + " scores");
        }
        for (int id = 0; id < scores.length; id++) {
            if (Float.isNaN(scores[id])) {
                throw new ModelFormatException(source, "score of token " + id + " is not a number");
            }
        }
        this.types = types;
        this.scores = scores;
        this.offsets = new int[size + 1];
        this.spellings = spellings(source, pieces, offsets);
        this.slots = new int[Integer.highestOneBit(size) * 4];
        int longest = 0;
        for (int id = 0; id < size; id++) {
            longest = Math.max(longest, offsets[id + 1] - offsets[id]);
            if (offsets[id + 1] > offsets[id]) {
                index(source, id);
            }
        }
        this.pieceBytesMax = longest;
    }

    private Vocabulary(Vocabulary other, TokenType[] types) {
        this.spellings = other.spellings;
        this.offsets = other.offsets;
        this.types = types;
        this.scores = other.scores;
        this.slots = other.slots;
        this.pieceBytesMax = other.pieceBytesMax;
    }

    private static byte[] spellings(String source, List<String> pieces, int[] offsets) {
        Spellings list = Spellings.of(pieces);
        byte[] bytes = new byte[Math.max(64, pieces.size() * 8)];
        int end = 0;
        for (int id = 0; id < pieces.size(); id++) {
            int length = list.length(id);
            if (length < 0 || (long) end + length > SPELLING_BYTES_MAX) {
                throw new ModelFormatException(
                        source, "vocabulary text exceeds " + SPELLING_BYTES_MAX + " bytes");
            }
            if (end + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length));
            }
            list.copy(id, bytes, end);
            end += length;
            offsets[id + 1] = end;
        }
        return Arrays.copyOf(bytes, end);
    }

    private void index(String source, int id) {
        int mask = slots.length - 1;
        int slot = PieceHash.of(spellings, offsets[id], offsets[id + 1]) & mask;
        while (slots[slot] != 0) {
            int other = slots[slot] - 1;
            if (equal(other, spellings, offsets[id], offsets[id + 1])) {
                throw new ModelFormatException(
                        source, "tokens " + other + " and " + id + " are both '" + piece(id) + "'");
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = id + 1;
    }

    private boolean equal(int id, byte[] bytes, int from, int to) {
        return Arrays.equals(spellings, offsets[id], offsets[id + 1], bytes, from, to);
    }

    /** The same vocabulary with some ids made {@link TokenType#CONTROL}. */
    public Vocabulary withControl(Set<Integer> ids) {
        TokenType[] changed = types.clone();
        ids.forEach(id -> changed[id] = TokenType.CONTROL);
        return new Vocabulary(this, changed);
    }

    /** A hash of a pair of ids that no file can prepare collisions for. */
    public static int hash(long pair) {
        return PieceHash.of(pair);
    }

    /** Number of ids. */
    public int size() {
        return types.length;
    }

    /** The longest spelling in bytes. */
    public int pieceBytesMax() {
        return pieceBytesMax;
    }

    /** The id spelled by a range of UTF-8, whatever its type, or -1. */
    public int find(byte[] bytes, int from, int to) {
        if (to - from > pieceBytesMax || to <= from) {
            return -1;
        }
        int mask = slots.length - 1;
        int slot = PieceHash.of(bytes, from, to) & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (equal(id, bytes, from, to)) {
                return id;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    /** The id spelled by {@code piece}, whatever its type, or -1. */
    public int find(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        return find(bytes, 0, bytes.length);
    }

    /** Like {@link #find(byte[], int, int)} among the tokens that plain text may become. */
    public int findText(byte[] bytes, int from, int to) {
        int id = find(bytes, from, to);
        return id >= 0 && types[id].isText() ? id : -1;
    }

    /**
     * The id of a byte's own token: {@code <0xNN>}, or the byte spelled as itself below 0x80; -1 if
     * there is none.
     */
    public int findByte(int value) {
        int id = find("<0x%02X>".formatted(value));
        return id < 0 && value < 0x80 ? find(Character.toString(value)) : id;
    }

    /** The spelling of an id. */
    public String piece(int id) {
        return new String(
                spellings, offsets[id], offsets[id + 1] - offsets[id], StandardCharsets.UTF_8);
    }

    /** The spelling of an id as UTF-8. */
    public byte[] pieceBytes(int id) {
        return Arrays.copyOfRange(spellings, offsets[id], offsets[id + 1]);
    }

    /** Length of the spelling of an id in bytes. */
    public int pieceLength(int id) {
        return offsets[id + 1] - offsets[id];
    }

    /** One byte of the spelling of an id, as an unsigned number. */
    public int pieceByte(int id, int index) {
        return spellings[offsets[id] + index] & 0xff;
    }

    /** The type of an id. */
    public TokenType type(int id) {
        return types[id];
    }

    /** The score of an id, 0 where there are none. */
    public float score(int id) {
        return scores.length == 0 ? 0 : scores[id];
    }
}
