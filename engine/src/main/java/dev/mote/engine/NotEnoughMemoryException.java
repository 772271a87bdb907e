package dev.mote.engine;

/**
 * The memory a request needs is more than the machine has left, or than the limit still allows.
 * Nothing was allocated.
 */
public final class NotEnoughMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long availableBytes;
    private final boolean temporary;

    /**
     * States the figures.
     *
     * @param purpose what the memory is for
     * @param temporary whether it is enough when others have ended
     * @param remedy what to do
     */
    public NotEnoughMemoryException(
            String purpose,
            long neededBytes,
            long availableBytes,
            boolean temporary,
            String remedy) {
        super(
                "%s needs %d MiB, %d MiB are available; %s"
                        .formatted(
                                purpose,
                                Math.ceilDiv(neededBytes, 1L << 20),
                                availableBytes >> 20,
                                remedy));
        this.neededBytes = neededBytes;
        this.availableBytes = availableBytes;
        this.temporary = temporary;
    }

    /** Whether the same request can succeed when others have ended. */
    public boolean isTemporary() {
        return temporary;
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
