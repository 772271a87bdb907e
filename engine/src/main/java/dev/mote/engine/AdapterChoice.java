package dev.mote.engine;

import dev.mote.engine.sampling.InvalidOptionException;

/**
 * An adapter that a generation uses.
 *
 * @param name under which it was loaded
 * @param scale how strongly it acts: 1 as trained, 0 not at all
 */
public record AdapterChoice(String name, double scale) {
    private static final double SCALE_MAX = 1e6;

    /** Refuses scales that are not finite. */
    public AdapterChoice {
        if (!(Math.abs(scale) <= SCALE_MAX)) {
            throw new InvalidOptionException(
                    "scale of adapter '%s'".formatted(name), scale, "between -1e6 and 1e6");
        }
    }

    /** The adapter as it was trained. */
    public static AdapterChoice of(String name) {
        return new AdapterChoice(name, 1);
    }
}
