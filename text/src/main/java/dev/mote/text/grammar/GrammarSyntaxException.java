package dev.mote.text.grammar;

/** A regular expression, grammar or list is malformed or uses what is not supported. */
public final class GrammarSyntaxException extends GrammarException {
    private static final long serialVersionUID = 1L;

    private final int position;

    /**
     * States the place.
     *
     * @param source what was read, for example {@code regex}
     * @param position index of the character, from 0
     * @param detail what is wrong and what to do
     */
    public GrammarSyntaxException(String source, int position, String detail) {
        super("%s, character %d: %s".formatted(source, position, detail));
        this.position = position;
    }

    /** Index of the character, from 0. */
    public int position() {
        return position;
    }
}
