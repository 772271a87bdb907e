package dev.mote.springai.autoconfigure;

import dev.mote.springai.MoteChatOptions;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.util.List;

/**
 * The chat model.
 *
 * @param file of the model: GGUF, or a folder with safetensors; without it there is no chat model
 * @param contextLength positions of the context; as many as the model was trained for if missing
 * @param threads that compute; as many as the machine has cores for it if missing
 * @param chatTemplate Jinja instead of the template in the file
 * @param options of answers where a prompt does not say otherwise
 */
@ConfigurationProperties("spring.ai.mote.chat")
public record MoteChatProperties(
        @Nullable Path file,
        @Nullable Integer contextLength,
        @Nullable Integer threads,
        @Nullable String chatTemplate,
        @DefaultValue Options options) {
    /**
     * Options of answers.
     *
     * @param model name under which the model answers; the file's own if missing
     * @param temperature divides the logits; 0 for always the likeliest token
     * @param topP keeps the likeliest tokens whose probability reaches p
     * @param topK keeps the k likeliest tokens
     * @param minP keeps tokens at least this times as likely as the likeliest
     * @param frequencyPenalty subtracted per occurrence
     * @param presencePenalty subtracted once from tokens that occurred
     * @param repetitionPenalty weakens tokens that occurred; 1 for none
     * @param maxTokens most tokens of an answer; as many as the context holds if missing
     * @param stopSequences texts that end an answer
     * @param seed of the random numbers
     * @param parallelToolCalls whether one answer may call several tools
     */
    public record Options(
            @Nullable String model,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double minP,
            @Nullable Double frequencyPenalty,
            @Nullable Double presencePenalty,
            @Nullable Double repetitionPenalty,
            @Nullable Integer maxTokens,
            @Nullable List<String> stopSequences,
            @Nullable Long seed,
            @Nullable Boolean parallelToolCalls) {
        MoteChatOptions toChatOptions() {
            return MoteChatOptions.builder()
                    .model(model)
                    .temperature(temperature)
                    .topP(topP)
                    .topK(topK)
                    .minP(minP)
                    .frequencyPenalty(frequencyPenalty)
                    .presencePenalty(presencePenalty)
                    .repetitionPenalty(repetitionPenalty)
                    .maxTokens(maxTokens)
                    .stopSequences(stopSequences)
                    .seed(seed)
                    .parallelToolCalls(parallelToolCalls)
                    .build();
        }
    }
}
