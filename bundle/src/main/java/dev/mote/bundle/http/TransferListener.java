package dev.mote.bundle.http;

import dev.mote.bundle.Progress;

/** Is told how much of one file is here. */
@FunctionalInterface
public interface TransferListener {
    /**
     * Takes the state.
     *
     * @param phase whether the bytes are being fetched or hashed
     * @param fileBytes bytes of the file that are here
     */
    void at(Progress.Phase phase, long fileBytes);
}
