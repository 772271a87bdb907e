package dev.mote.text.grammar;

/**
 * How much a grammar may ask for. Grammars come from outside: each limit bounds memory or time
 * before it is spent.
 */
public final class GrammarLimits {
    /** Characters of a regular expression, a grammar's text or a list of choices. */
    public static final int SOURCE_LENGTH_MAX = 1 << 20;

    /** Texts to choose from. */
    public static final int CHOICES_MAX = 10_000;

    /** Groups inside each other. */
    public static final int NESTING_MAX = 100;

    /** Most repetitions that are counted, as in {@code a{1,65535}}. */
    public static final int REPETITIONS_MAX = 65_535;

    /** Rules of a grammar. */
    public static final int RULES_MAX = 20_000;

    /** States of the automata of all rules, before they are made deterministic. */
    public static final int NONDETERMINISTIC_STATES_MAX = 500_000;

    /** States of the automata of all rules. */
    public static final int STATES_MAX = 200_000;

    /** Edges between the states of the automata of all rules, ranges of bytes and calls. */
    public static final int EDGES_MAX = 1_000_000;

    /** Parts of the expressions that a schema becomes. */
    public static final int PARTS_MAX = 1_000_000;

    /**
     * Elementary steps of reading a schema or pattern, and again of making automata: about a
     * second.
     */
    public static final long STEPS_MAX = 30_000_000;

    /** Ways in which a text can be read that are followed at the same time. */
    public static final int AMBIGUITY_MAX = 2048;

    /** Steps to find the tokens that may come next, where nobody has been: about 0.2 seconds. */
    public static final long MASK_STEPS_MAX = 1_000_000;

    /** Steps that an answer may take beyond {@link #STEPS_PER_TOKEN} for each of its tokens. */
    public static final long ANSWER_STEPS_MAX = 20_000_000;

    /** Steps that each token adds to what is left of an answer's: about 2 milliseconds. */
    public static final long STEPS_PER_TOKEN = 10_000;

    /** Calls of rules inside each other while an answer is written. */
    public static final int DEPTH_MAX = 1024;

    private GrammarLimits() {}
}
