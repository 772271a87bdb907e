package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.tokenizer.Detokenizer;
import dev.mote.text.tokenizer.Tokenizer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Compiles constraints for one vocabulary and keeps the latest, so that a schema that is used again
 * costs nothing again. The trees of the vocabulary are built at the first constraint. Thread-safe.
 */
public final class Constraints {
    private static final int COMPILED_MAX = 16;

    /** Plain, and with the marks of calls; a model has one form of these. */
    private static final int WORDS_MAX = 2;

    private final Tokenizer tokenizer;
    private final int tokenIds;
    private final Map<Constraint, TokenConstraint> compiled =
            new LinkedHashMap<>(COMPILED_MAX, 0.75f, true); // guarded by this
    private final Map<Set<Integer>, Words> words =
            new LinkedHashMap<>(WORDS_MAX, 0.75f, true); // by marks; guarded by this

    /** The trees of the vocabulary. */
    private record Words(TokenTrie all, TokenTrie atStart) {}

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
        Set<Integer> marks = constraint instanceof Constraint.Custom c ? c.marks() : Set.of();
        Words vocabulary = words(marks);
        Automaton automaton =
                Automaton.of(constraint.toGrammar()).onlyWith(vocabulary.all().bytes());
        TokenConstraint made =
                new TokenConstraint(
                        automaton,
                        tokenizer,
                        tokenIds,
                        marks,
                        vocabulary.all(),
                        vocabulary.atStart());
        compiled.put(constraint, made);
        if (compiled.size() > COMPILED_MAX) {
            compiled.remove(compiled.keySet().iterator().next());
        }
        return made;
    }

    private Words words(Set<Integer> marks) {
        Words known = words.get(marks);
        if (known == null) {
            known =
                    new Words(
                            TokenTrie.of(tokenizer, tokenIds, marks, false),
                            TokenTrie.of(tokenizer, tokenIds, marks, true));
            words.put(marks, known);
            if (words.size() > WORDS_MAX) {
                words.remove(words.keySet().iterator().next());
            }
        }
        return known;
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
