package dev.mote.engine.constraint;

import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.tokenizer.Detokenizer;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The constraints of one vocabulary. What is compiled is kept, so that a schema that is used again
 * costs nothing again; the vocabulary's tree is built at the first constraint. Thread-safe.
 */
public final class Constraints {
    /** Plain, and with the marks of calls; a model has one form of these. */
    private static final int VOCABULARIES_MAX = 2;

    private final Tokenizer tokenizer;
    private final int tokenIds;
    private final CompiledConstraints compiled = new CompiledConstraints(this::compile);
    private final Map<Set<Integer>, Vocabulary> vocabularies =
            new LinkedHashMap<>(VOCABULARIES_MAX, 0.75f, true); // by marks; guarded by this
    private @Nullable OptionalInt tokenWithSpace; // guarded by this

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
     * Follows an answer from its beginning. Callers with the same constraint wait for one of them
     * to compile it; callers with others do not wait for it.
     *
     * @param constraint any but {@link Constraint#none()}
     * @param before the last token of the prompt: it decides whether the space at the beginning of
     *     the first token is text
     * @throws dev.mote.text.grammar.GrammarException if the constraint is malformed, unsupported,
     *     too complex, or cannot be satisfied with the bytes that this vocabulary can write
     */
    public ConstrainedText begin(Constraint constraint, int before) {
        TokenConstraint ready = compiled.get(constraint);
        boolean drops = dropsFirstSpace(before);
        if (drops) {
            ready.prepareStart();
        }
        return new ConstrainedText(ready, drops);
    }

    private TokenConstraint compile(Constraint constraint) {
        Set<Integer> marks = constraint instanceof Constraint.Custom c ? c.marks() : Set.of();
        Automaton automaton = Automaton.of(constraint.toGrammar());
        Vocabulary words = vocabulary(marks);
        return new TokenConstraint(automaton.onlyWith(words.bytes()), tokenizer, words);
    }

    private synchronized Vocabulary vocabulary(Set<Integer> marks) {
        Vocabulary words = vocabularies.get(marks);
        if (words == null) {
            words = new Vocabulary(tokenizer, tokenIds, marks);
            vocabularies.put(marks, words);
            if (vocabularies.size() > VOCABULARIES_MAX) {
                vocabularies.remove(vocabularies.keySet().iterator().next());
            }
        }
        return words;
    }

    /** Asks the detokenizer with a token that begins with a space. */
    private boolean dropsFirstSpace(int before) {
        OptionalInt token = tokenWithSpace();
        if (token.isEmpty()) {
            return false;
        }
        Detokenizer detokenizer = tokenizer.detokenizer();
        detokenizer.append(before);
        return !detokenizer.append(token.getAsInt()).startsWith(" ");
    }

    private synchronized OptionalInt tokenWithSpace() {
        OptionalInt found = tokenWithSpace;
        if (found == null) {
            found = OptionalInt.empty();
            for (int token = 0; token < tokenIds && found.isEmpty(); token++) {
                byte[] text =
                        tokenizer.isSpecial(token) ? new byte[0] : tokenizer.bytes(token, false);
                if (text.length > 1 && text[0] == ' ' && text[1] > ' ') {
                    found = OptionalInt.of(token);
                }
            }
            tokenWithSpace = found;
        }
        return found;
    }
}
