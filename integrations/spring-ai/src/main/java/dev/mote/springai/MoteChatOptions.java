package dev.mote.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

import java.util.Objects;

/**
 * What a request may say to a model of Mote: Spring AI's common options, tools, a schema of the
 * answer, and what only Mote knows. What is null is left to the engine's defaults.
 */
public final class MoteChatOptions extends DefaultToolCallingChatOptions
        implements StructuredOutputChatOptions {
    private final @Nullable Double minP;
    private final @Nullable Double repetitionPenalty;
    private final @Nullable Long seed;
    private final @Nullable Boolean parallelToolCalls;
    private final @Nullable String outputSchema;

    private MoteChatOptions(ToolCallingChatOptions common, Builder from) {
        super(
                common.getToolCallbacks(),
                common.getToolContext(),
                common.getModel(),
                common.getFrequencyPenalty(),
                common.getMaxTokens(),
                common.getPresencePenalty(),
                common.getStopSequences(),
                common.getTemperature(),
                common.getTopK(),
                common.getTopP());
        minP = from.minP;
        repetitionPenalty = from.repetitionPenalty;
        seed = from.seed;
        parallelToolCalls = from.parallelToolCalls;
        outputSchema = from.outputSchema;
    }

    /** Keeps tokens at least this times as likely as the likeliest; 0 for all. */
    public @Nullable Double getMinP() {
        return minP;
    }

    /** Weakens tokens that occurred; 1 for none. */
    public @Nullable Double getRepetitionPenalty() {
        return repetitionPenalty;
    }

    /** Seed of the random numbers: the same seed gives the same answer. */
    public @Nullable Long getSeed() {
        return seed;
    }

    /** Whether one answer may call several tools; it may if nothing is said. */
    public @Nullable Boolean getParallelToolCalls() {
        return parallelToolCalls;
    }

    /** JSON Schema of the answer, enforced token by token. */
    @Override
    public @Nullable String getOutputSchema() {
        return outputSchema;
    }

    @Override
    public Builder mutate() {
        return builder()
                .model(getModel())
                .frequencyPenalty(getFrequencyPenalty())
                .maxTokens(getMaxTokens())
                .presencePenalty(getPresencePenalty())
                .stopSequences(getStopSequences())
                .temperature(getTemperature())
                .topK(getTopK())
                .topP(getTopP())
                .toolCallbacks(getToolCallbacks())
                .toolContext(getToolContext())
                .minP(minP)
                .repetitionPenalty(repetitionPenalty)
                .seed(seed)
                .parallelToolCalls(parallelToolCalls)
                .outputSchema(outputSchema);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof MoteChatOptions that
                && Objects.equals(minP, that.minP)
                && Objects.equals(repetitionPenalty, that.repetitionPenalty)
                && Objects.equals(seed, that.seed)
                && Objects.equals(parallelToolCalls, that.parallelToolCalls)
                && Objects.equals(outputSchema, that.outputSchema);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(), minP, repetitionPenalty, seed, parallelToolCalls, outputSchema);
    }

    /** Nothing set yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets single options. */
    public static final class Builder extends DefaultToolCallingChatOptions.Builder<Builder>
            implements StructuredOutputChatOptions.Builder<Builder> {
        private @Nullable Double minP;
        private @Nullable Double repetitionPenalty;
        private @Nullable Long seed;
        private @Nullable Boolean parallelToolCalls;
        private @Nullable String outputSchema;

        private Builder() {}

        /** Keeps tokens at least this times as likely as the likeliest; 0 for all. */
        public Builder minP(@Nullable Double value) {
            minP = value;
            return this;
        }

        /** Weakens tokens that occurred; 1 for none. */
        public Builder repetitionPenalty(@Nullable Double value) {
            repetitionPenalty = value;
            return this;
        }

        /** Seed of the random numbers. */
        public Builder seed(@Nullable Long value) {
            seed = value;
            return this;
        }

        /** Whether one answer may call several tools. */
        public Builder parallelToolCalls(@Nullable Boolean value) {
            parallelToolCalls = value;
            return this;
        }

        @Override
        public Builder outputSchema(@Nullable String schema) {
            outputSchema = schema;
            return this;
        }

        @Override
        public Builder combineWith(ChatOptions.Builder<?> other) {
            super.combineWith(other);
            if (other instanceof Builder that) {
                minP = that.minP == null ? minP : that.minP;
                repetitionPenalty =
                        that.repetitionPenalty == null ? repetitionPenalty : that.repetitionPenalty;
                seed = that.seed == null ? seed : that.seed;
                parallelToolCalls =
                        that.parallelToolCalls == null ? parallelToolCalls : that.parallelToolCalls;
            }
            if (schema(other) != null) {
                outputSchema = schema(other);
            }
            return this;
        }

        private static @Nullable String schema(ChatOptions.Builder<?> other) {
            return other instanceof Builder mote
                    ? mote.outputSchema
                    : other.build() instanceof StructuredOutputChatOptions structured
                            ? structured.getOutputSchema()
                            : null;
        }

        @Override
        public MoteChatOptions build() {
            return new MoteChatOptions(super.build(), this);
        }
    }
}
