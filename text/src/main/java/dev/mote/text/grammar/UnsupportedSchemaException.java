package dev.mote.text.grammar;

/** A JSON Schema uses what cannot be enforced exactly, or is malformed. */
public final class UnsupportedSchemaException extends GrammarException {
    private static final long serialVersionUID = 1L;

    private final String keyword;
    private final String pointer;

    /**
     * States the place.
     *
     * @param pointer JSON pointer of the schema (RFC 6901), empty for the whole document
     * @param keyword that is refused, or empty where the schema itself is
     * @param detail why, and what to do
     */
    public UnsupportedSchemaException(String pointer, String keyword, String detail) {
        super(
                "JSON schema at '#%s': %s%s"
                        .formatted(pointer, keyword.isEmpty() ? "" : "'" + keyword + "' ", detail));
        this.keyword = keyword;
        this.pointer = pointer;
    }

    /** The keyword that is refused; empty where it is the schema itself. */
    public String keyword() {
        return keyword;
    }

    /** JSON pointer of the schema that holds the keyword; empty for the whole document. */
    public String pointer() {
        return pointer;
    }
}
