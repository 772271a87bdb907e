package dev.mote.kernel.generated;

/** What calls of method handles have in common. */
final class Foreign {
    private Foreign() {}

    /**
     * Calls of native functions declare that they throw anything, but native code throws nothing.
     */
    static IllegalStateException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        return new IllegalStateException(thrown);
    }
}
