package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

/** A model cannot be named, fetched, verified or stored; the subclass says which. */
public abstract sealed class BundleException extends RuntimeException
        permits CatalogueException,
                DigestMismatchException,
                DiskSpaceException,
                DownloadException,
                InvalidSourceException,
                StoreException,
                UnknownModelException {
    private static final long serialVersionUID = 1L;

    BundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
