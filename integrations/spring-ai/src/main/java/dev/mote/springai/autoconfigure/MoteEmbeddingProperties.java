package dev.mote.springai.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.nio.file.Path;

/**
 * The embedding model.
 *
 * @param file of the model: GGUF, or a folder with safetensors; without it there is no embedding
 *     model
 * @param contextLength positions of the context; as many as the model was trained for if missing
 * @param threads that compute; as many as the machine has cores for it if missing
 * @param dimensions of the vectors; all if missing
 */
@ConfigurationProperties("spring.ai.mote.embedding")
public record MoteEmbeddingProperties(
        @Nullable Path file,
        @Nullable Integer contextLength,
        @Nullable Integer threads,
        @Nullable Integer dimensions) {}
