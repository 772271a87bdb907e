package dev.mote.engine;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.text.tokenizer.Tokenizer;

/**
 * Whether the tokens a tokenizer makes are tokens the network knows.
 *
 * <p>Embeddings may be padded beyond the tokenizer's ids. The other way round is a damaged model or
 * one put together from two, unless only special tokens are left over: checkpoints taken from a
 * larger model list tokens for images that the text model has no row for.
 */
final class EmbeddedTokens {
    private final ModelFile file;
    private final Tokenizer tokenizer;
    private final int embedded;

    /** Of a file whose network has {@code embedded} rows of embeddings. */
    EmbeddedTokens(ModelFile file, Tokenizer tokenizer, int embedded) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.embedded = embedded;
    }

    /**
     * Makes sure that no text can become a token without an embedding.
     *
     * @throws ModelFormatException if one can
     */
    void requireText() {
        for (int token = embedded; token < tokenizer.vocabularySize(); token++) {
            if (!tokenizer.isSpecial(token)) {
                throw without(token);
            }
        }
    }

    /**
     * Makes sure that these tokens have embeddings; special ones may not.
     *
     * @throws ModelFormatException naming the first that has none
     */
    void require(int[] tokens) {
        for (int token : tokens) {
            if (token >= embedded) {
                throw without(token);
            }
        }
    }

    private ModelFormatException without(int token) {
        return new ModelFormatException(
                file.path().toString(),
                ("its tokenizer has %d tokens, its network embeddings for %d: token %d '%s' has"
                                + " none; the file is damaged or put together from two models, get"
                                + " it again")
                        .formatted(
                                tokenizer.vocabularySize(),
                                embedded,
                                token,
                                tokenizer.piece(token)));
    }
}
