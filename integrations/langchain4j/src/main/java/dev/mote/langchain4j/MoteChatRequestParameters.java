package dev.mote.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.mote.engine.constraint.Constraint;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Parameters of a request that Mote knows besides those that all models share. What is null is left
 * to the model's defaults.
 */
public final class MoteChatRequestParameters extends DefaultChatRequestParameters {
    /** Nothing is set. */
    public static final MoteChatRequestParameters NONE = builder().build();

    private final @Nullable Double minP;
    private final @Nullable Double repetitionPenalty;
    private final @Nullable Long seed;
    private final @Nullable Constraint constraint;
    private final @Nullable Boolean parallelToolCalls;
    private final Map<String, Object> templateVariables;

    private MoteChatRequestParameters(Builder builder) {
        super(builder);
        minP = builder.minP;
        repetitionPenalty = builder.repetitionPenalty;
        seed = builder.seed;
        constraint = builder.constraint;
        parallelToolCalls = builder.parallelToolCalls;
        templateVariables = Map.copyOf(builder.templateVariables);
    }

    /** Any parameters as Mote's; those of other providers lose what only these know. */
    static MoteChatRequestParameters of(ChatRequestParameters parameters) {
        return parameters instanceof MoteChatRequestParameters mote
                ? mote
                : builder().overrideWith(parameters).build();
    }

    /** Keeps tokens at least this times as likely as the likeliest; 0 for all. */
    public @Nullable Double minP() {
        return minP;
    }

    /** Weakens tokens that occurred; 1 for none. */
    public @Nullable Double repetitionPenalty() {
        return repetitionPenalty;
    }

    /** Seed of the random numbers: the same seed gives the same answer. */
    public @Nullable Long seed() {
        return seed;
    }

    /** What the answer must look like, besides JSON: a regular expression, a grammar, choices. */
    public @Nullable Constraint constraint() {
        return constraint;
    }

    /** Whether one answer may call several tools; it may if nothing is said. */
    public @Nullable Boolean parallelToolCalls() {
        return parallelToolCalls;
    }

    /** Further variables of the model's chat template, such as {@code enable_thinking}. */
    public Map<String, Object> templateVariables() {
        return templateVariables;
    }

    @Override
    public MoteChatRequestParameters overrideWith(ChatRequestParameters that) {
        return builder().overrideWith(this).overrideWith(that).build();
    }

    @Override
    public MoteChatRequestParameters defaultedBy(ChatRequestParameters that) {
        return builder().overrideWith(that).overrideWith(this).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MoteChatRequestParameters that
                && super.equals(that)
                && Objects.equals(minP, that.minP)
                && Objects.equals(repetitionPenalty, that.repetitionPenalty)
                && Objects.equals(seed, that.seed)
                && Objects.equals(constraint, that.constraint)
                && Objects.equals(parallelToolCalls, that.parallelToolCalls)
                && templateVariables.equals(that.templateVariables);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(),
                minP,
                repetitionPenalty,
                seed,
                constraint,
                parallelToolCalls,
                templateVariables);
    }

    @Override
    public String toString() {
        return ("%s, minP=%s, repetitionPenalty=%s, seed=%s, constraint=%s, parallelToolCalls=%s,"
                        + " templateVariables=%s")
                .formatted(
                        super.toString(),
                        minP,
                        repetitionPenalty,
                        seed,
                        constraint,
                        parallelToolCalls,
                        templateVariables);
    }

    /** Nothing set yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets single parameters. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {
        private @Nullable Double minP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Long seed;
        private @Nullable Constraint constraint;
        private @Nullable Boolean parallelToolCalls;
        private final Map<String, Object> templateVariables = new HashMap<>();

        private Builder() {}

        /** Keeps tokens at least this times as likely as the likeliest; 0 for all. */
        public Builder minP(double value) {
            minP = value;
            return this;
        }

        /** Weakens tokens that occurred; 1 for none. */
        public Builder repetitionPenalty(double value) {
            repetitionPenalty = value;
            return this;
        }

        /** Seed of the random numbers. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** What the answer must look like. */
        public Builder constraint(Constraint value) {
            constraint = value;
            return this;
        }

        /** Whether one answer may call several tools. */
        public Builder parallelToolCalls(boolean value) {
            parallelToolCalls = value;
            return this;
        }

        /** A further variable of the model's chat template. */
        public Builder templateVariable(String name, Object value) {
            templateVariables.put(name, value);
            return this;
        }

        @Override
        public Builder overrideWith(ChatRequestParameters that) {
            super.overrideWith(that);
            if (that instanceof MoteChatRequestParameters mote) {
                minP = mote.minP == null ? minP : mote.minP;
                repetitionPenalty =
                        mote.repetitionPenalty == null ? repetitionPenalty : mote.repetitionPenalty;
                seed = mote.seed == null ? seed : mote.seed;
                constraint = mote.constraint == null ? constraint : mote.constraint;
                parallelToolCalls =
                        mote.parallelToolCalls == null ? parallelToolCalls : mote.parallelToolCalls;
                templateVariables.putAll(mote.templateVariables);
            }
            return this;
        }

        @Override
        public MoteChatRequestParameters build() {
            return new MoteChatRequestParameters(this);
        }
    }
}
