package dev.mote.text.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Text to token ids and back. Implementations are immutable and thread-safe. */
public interface Tokenizer {
    /** What special tokens do while encoding. */
    enum Special {
        /** Neither added, nor recognised in the text: for user text inside a conversation. */
        NONE,
        /** BOS/EOS added as the model wants them; special text in the input stays plain text. */
        ADD,
        /** Special text recognised, nothing added. Only for text from a trusted template. */
        PARSE,
        /** BOS/EOS added and special text recognised. */
        ADD_AND_PARSE
    }

    /** Number of token ids. */
    int vocabularySize();

    /** Encodes text. Lone surrogates are encoded as U+FFFD. */
    int[] encode(String text, Special special);

    /**
     * Encodes the concatenation of {@code spans} as one text, so that borders between spans never
     * change how ordinary text is cut; special text is recognised only where it lies wholly inside
     * neighbouring trusted spans, so that nobody can write half of a special token.
     *
     * @param addSpecial whether BOS/EOS are added as the model wants them; BOS is not added a
     *     second time where the trusted text begins with it
     */
    int[] encode(List<TextSpan> spans, boolean addSpecial);

    /**
     * The bytes a token stands for in the middle of a text.
     *
     * @param renderSpecial whether special tokens give their text, or nothing
     * @throws IndexOutOfBoundsException if the id is not in the vocabulary
     */
    byte[] bytes(int token, boolean renderSpecial);

    /** Decodes tokens; special tokens give nothing. Malformed UTF-8 becomes U+FFFD. */
    default String decode(int[] tokens) {
        return decode(tokens, false);
    }

    /**
     * Decodes tokens. Malformed UTF-8 becomes U+FFFD.
     *
     * @param renderSpecial whether special tokens give their text, or nothing
     * @throws IndexOutOfBoundsException if an id is not in the vocabulary
     */
    String decode(int[] tokens, boolean renderSpecial);

    /** A decoder that takes one token at a time and never gives half a character. */
    Detokenizer detokenizer();

    /** The token's text as the vocabulary spells it, for people. */
    String piece(int token);

    /** The id of exactly this vocabulary entry (special tokens by their text). */
    OptionalInt id(String piece);

    /** Whether the token is a control token rather than text. */
    boolean isSpecial(int token);

    /** Beginning of sequence. */
    OptionalInt bos();

    /** End of sequence. */
    OptionalInt eos();

    /** Every token that ends an answer: EOS, end of turn and their like. */
    Set<Integer> endOfGeneration();
}
