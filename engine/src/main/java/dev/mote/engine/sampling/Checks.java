package dev.mote.engine.sampling;

/** Range checks of options. NaN fails every comparison and so every check. */
final class Checks {
    private Checks() {}

    static void require(boolean holds, String option, Object found, String expected) {
        if (!holds) {
            throw new InvalidOptionException(option, found, expected);
        }
    }
}
