package dev.mote.bundle.files;

import dev.mote.bundle.DiskSpaceException;
import dev.mote.bundle.DownloadException;
import dev.mote.bundle.StoreException;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The room left on a disk, asked before bytes are fetched and again when a write fails.
 *
 * @param model what is being fetched, for messages
 * @param folder where it will lie
 * @param probe tells the usable bytes there
 */
public record DiskSpace(String model, Path folder, Probe probe) {
    /** Left free for everybody else. */
    public static final long MARGIN_BYTES = 64L << 20;

    /** Tells how many bytes can still be written to a folder. */
    @FunctionalInterface
    public interface Probe {
        /** Usable bytes. */
        long usableBytes(Path folder) throws IOException;

        /** What the operating system says. */
        static Probe ofSystem() {
            return folder -> Files.getFileStore(folder).getUsableSpace();
        }
    }

    /**
     * Checks that so many more bytes fit.
     *
     * @throws DiskSpaceException when they do not
     */
    public void require(long bytes) {
        long needed = bytes > Long.MAX_VALUE - MARGIN_BYTES ? bytes : bytes + MARGIN_BYTES;
        long usable = usable();
        if (usable < needed) {
            throw new DiskSpaceException(model, folder, needed, usable);
        }
    }

    private long usable() {
        try {
            return probe.usableBytes(folder);
        } catch (IOException e) {
            throw new StoreException(folder + ": cannot tell its free space", e);
        }
    }

    /** What a failed write means: a full disk, an interrupted thread, or something else. */
    public RuntimeException writeFailure(Path file, long bytesLeft, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new DownloadException(
                    DownloadException.Reason.INTERRUPTED,
                    model + ": interrupted; what arrived is kept, pull again to go on",
                    cause);
        }
        String detail = String.valueOf(cause.getMessage());
        String lower = detail.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")
                || lower.contains("not enough space")
                || lower.contains("quota exceeded")) {
            DiskSpaceException full =
                    new DiskSpaceException(
                            model, folder, Math.max(0, bytesLeft) + MARGIN_BYTES, usable());
            full.addSuppressed(cause);
            return full;
        }
        return new StoreException(file + ": cannot be written (" + detail + ")", cause);
    }
}
