package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

/** The store on this device cannot be read or written, or another process is using the model. */
public final class StoreException extends BundleException {
    private static final long serialVersionUID = 1L;

    /**
     * States what is wrong.
     *
     * @param message the file or model, what happened, what to do next
     * @param cause what the operating system said, or null
     */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
