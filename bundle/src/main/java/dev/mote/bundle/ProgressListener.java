package dev.mote.bundle;

/** Is told how far a pull has come, on the pulling thread, at most about ten times a second. */
@FunctionalInterface
public interface ProgressListener {
    /** Takes the latest state; must return quickly. */
    void onProgress(Progress progress);

    /** A listener that ignores everything. */
    static ProgressListener silent() {
        return progress -> {};
    }
}
