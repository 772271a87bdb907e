package dev.mote.engine;

/** The memory a request needs is more than the machine has left. Nothing was allocated. */
public final class NotEnoughMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long availableBytes;

    /**
     * States the figures.
     *
     * @param purpose what the memory is for
     * @param remedy what to do
     */
    public NotEnoughMemoryException(
            String purpose, long neededBytes, long availableBytes, String remedy) {
        super(
                "%s needs %d MiB, %d MiB are available; %s"
                        .formatted(
                                purpose,
                                Math.ceilDiv(neededBytes, 1L << 20),
                                availableBytes >> 20,
                                remedy));
        this.neededBytes = neededBytes;
        this.availableBytes = availableBytes;
    }

    /** Bytes the request needs. */
    public long neededBytes() {
        return neededBytes;
    }

    /** Bytes the machine had left. */
    public long availableBytes() {
        return availableBytes;
    }
}
