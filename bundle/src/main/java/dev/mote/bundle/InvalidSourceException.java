package dev.mote.bundle;

/** A model source is not written as this product reads it, or names something it refuses. */
public final class InvalidSourceException extends BundleException {
    private static final long serialVersionUID = 1L;

    private final String source;

    /**
     * States what is wrong.
     *
     * @param source the source as given
     * @param detail what is wrong with it and the form expected
     */
    public InvalidSourceException(String source, String detail) {
        super("source '" + source + "': " + detail, null);
        this.source = source;
    }

    /** The source as given. */
    public String source() {
        return source;
    }
}
