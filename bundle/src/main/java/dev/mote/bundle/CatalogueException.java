package dev.mote.bundle;

/** A catalogue file is malformed. */
public final class CatalogueException extends BundleException {
    private static final long serialVersionUID = 1L;

    /**
     * States what is wrong.
     *
     * @param catalogue the file, as the user knows it
     * @param detail which entry and field, what was found, what was expected
     */
    public CatalogueException(String catalogue, String detail) {
        super(catalogue + ": " + detail, null);
    }
}
