package dev.mote.bundle;

/** A file's content is not the content that was expected; nothing of it was kept as a model. */
public final class DigestMismatchException extends BundleException {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    /**
     * States what differs.
     *
     * @param file the file and where it came from
     * @param expected digest expected, hexadecimal
     * @param found digest found, hexadecimal
     * @param remedy who said what was expected, and what to do next
     */
    public DigestMismatchException(String file, String expected, String found, String remedy) {
        super(file + ": digest " + found + ", expected " + expected + "; " + remedy, null);
        this.expected = expected;
        this.found = found;
    }

    /** Digest expected, hexadecimal. */
    public String expected() {
        return expected;
    }

    /** Digest found, hexadecimal. */
    public String found() {
        return found;
    }
}
