package dev.mote.text.grammar;

/** No text can satisfy a grammar, or none from where an answer stands. */
public final class ImpossibleGrammarException extends GrammarException {
    private static final long serialVersionUID = 1L;

    /** States why. */
    public ImpossibleGrammarException(String message) {
        super(message);
    }
}
