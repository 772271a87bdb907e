package dev.mote.bundle;

/**
 * How far a pull has come.
 *
 * @param phase what is being done
 * @param subject file, host or process that it is being done to
 * @param bytesDone bytes of the model that are on this device already
 * @param bytesTotal bytes of the whole model, or -1 while unknown
 * @param bytesPerSecond download rate over the last seconds; 0 outside a download
 */
public record Progress(
        Phase phase, String subject, long bytesDone, long bytesTotal, double bytesPerSecond) {

    /** What a pull is doing. */
    public enum Phase {
        /** Waiting for another process that is pulling the same model. */
        WAIT,
        /** Asking the source what there is. */
        RESOLVE,
        /** Fetching bytes. */
        DOWNLOAD,
        /** Hashing bytes that lie on the disk already, or unpacking a verified archive. */
        VERIFY,
        /** The model is in place. */
        DONE
    }
}
