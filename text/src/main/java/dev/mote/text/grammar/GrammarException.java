package dev.mote.text.grammar;

/**
 * A grammar cannot be used: {@linkplain GrammarSyntaxException malformed}, unsupported or too
 * large.
 */
public abstract sealed class GrammarException extends RuntimeException
        permits GrammarSyntaxException,
                GrammarTooComplexException,
                ImpossibleGrammarException,
                UnsupportedSchemaException {
    private static final long serialVersionUID = 1L;

    GrammarException(String message) {
        super(message);
    }
}
