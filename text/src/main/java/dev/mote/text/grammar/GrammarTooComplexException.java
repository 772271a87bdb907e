package dev.mote.text.grammar;

/** A grammar needs more than it is allowed: see {@link GrammarLimits}. */
public final class GrammarTooComplexException extends GrammarException {
    private static final long serialVersionUID = 1L;

    private final long limit;

    /**
     * States the limit.
     *
     * @param what is counted, in the plural
     * @param found how many, or the count at which counting stopped
     * @param limit most allowed
     */
    public GrammarTooComplexException(String what, long found, long limit) {
        super(
                "the grammar needs %d %s, at most %d are allowed; make it simpler or its repetitions smaller"
                        .formatted(found, what, limit));
        this.limit = limit;
    }

    /** The limit. */
    public long limit() {
        return limit;
    }
}
