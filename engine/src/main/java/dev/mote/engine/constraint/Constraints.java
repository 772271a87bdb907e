package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.tokenizer.Detokenizer;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles constraints for one vocabulary and keeps the latest, so that a schema that is used again
 * costs nothing again. The trees of the vocabulary are built at the first constraint. Thread-safe.
 */
public final class Constraints {
    private static final int COMPILED_MAX = 16;

    private final Tokenizer tokenizer;
    private final int tokenIds;
    private final Map<Constraint, TokenConstraint> compiled =
            new LinkedHashMap<>(COMPILED_MAX, 0.75f, true); // guarded by this
    private @Nullable TokenTrie trie; // guarded by this
    private @Nullable TokenTrie trieAtStart; // guarded by this

    /**
     * Begins without any.
     *
     * @param tokenIds how many ids the model can choose
     */
    public Constraints(Tokenizer tokenizer, int tokenIds) {
        this.tokenizer = tokenizer;
        this.tokenIds = tokenIds;
    }

    /**
     * Follows an answer from its beginning.
     *
     * @param constraint any but {@link Constraint#none()}
     * @param before the last token of the prompt: it decides whether the space at the beginning of
     *     the first token is text
     * @throws dev.mote.text.grammar.GrammarException if the constraint is malformed, unsupported,
     *     too complex, or cannot be satisfied with the bytes that this vocabulary can write
     */
    public ConstrainedText begin(Constraint constraint, int before) {
        return new ConstrainedText(compiled(constraint), dropsFirstSpace(before));
    }

    private synchronized TokenConstraint compiled(Constraint constraint) {
        TokenConstraint known = compiled.get(constraint);
        if (known != null) {
            return known;
        }
        TokenTrie words = trie;
        TokenTrie wordsAtStart = trieAtStart;
        if (words == null || wordsAtStart == null) {
            words = TokenTrie.of(tokenizer, tokenIds, false);
            wordsAtStart = TokenTrie.of(tokenizer, tokenIds, true);
            trie = words;
            trieAtStart = wordsAtStart;
        }
        Automaton automaton = Automaton.of(constraint.toGrammar()).onlyWith(words.bytes());
        TokenConstraint made =
                new TokenConstraint(automaton, tokenizer, tokenIds, words, wordsAtStart);
        compiled.put(constraint, made);
        if (compiled.size() > COMPILED_MAX) {
            compiled.remove(compiled.keySet().iterator().next());
        }
        return made;
    }

    /** Asks the detokenizer with a token that begins with a space. */
    private boolean dropsFirstSpace(int before) {
        for (int token = 0; token < tokenIds; token++) {
            byte[] text = tokenizer.isSpecial(token) ? new byte[0] : tokenizer.bytes(token, false);
            if (text.length > 1 && text[0] == ' ' && text[1] > ' ') {
                Detokenizer detokenizer = tokenizer.detokenizer();
                detokenizer.append(before);
                return !detokenizer.append(token).startsWith(" ");
            }
        }
        return false;
    }
}
