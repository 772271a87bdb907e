package dev.mote.bundle;

import java.nio.file.Path;
import java.util.Locale;

/** The disk of the store has no room for a model. */
public final class DiskSpaceException extends BundleException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long usableBytes;

    /**
     * States the figures.
     *
     * @param model what was being fetched
     * @param folder where it would lie
     * @param neededBytes bytes still needed, margin included
     * @param usableBytes bytes free there
     */
    public DiskSpaceException(String model, Path folder, long neededBytes, long usableBytes) {
        super(
                String.format(
                        Locale.ROOT,
                        "%s: needs %s more in %s, which has %s free; free some space, remove a"
                            + " model (mote rm) or set MOTE_HOME to another disk, then pull again:"
                            + " what was already fetched is kept",
                        model,
                        size(neededBytes),
                        folder,
                        size(usableBytes)),
                null);
        this.neededBytes = neededBytes;
        this.usableBytes = usableBytes;
    }

    /** Bytes still needed, margin included. */
    public long neededBytes() {
        return neededBytes;
    }

    /** Bytes free where the model would lie. */
    public long usableBytes() {
        return usableBytes;
    }

    private static String size(long bytes) {
        return bytes < 10_000_000
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
