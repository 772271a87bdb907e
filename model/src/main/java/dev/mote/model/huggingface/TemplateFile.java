package dev.mote.model.huggingface;

import dev.mote.format.ModelFormatException;
import dev.mote.format.json.Json;
import dev.mote.format.safetensors.SafetensorsFolder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chat template of a checkpoint: {@code chat_template.jinja}, else {@code chat_template} of
 * {@code tokenizer_config.json}, which is a text or a list of named texts of which {@code default}
 * counts.
 */
final class TemplateFile {
    private static final long BYTES_MAX = 1 << 20;

    private TemplateFile() {}

    static Optional<String> read(SafetensorsFolder folder) {
        Optional<Path> jinja = folder.file("chat_template.jinja");
        if (jinja.isPresent()) {
            return Optional.of(text(jinja.get()));
        }
        return folder.file("tokenizer_config.json")
                .flatMap(file -> choose(Json.readObject(file).get("chat_template")));
    }

    private static Optional<String> choose(@Nullable Object value) {
        if (value instanceof String text) {
            return Optional.of(text);
        }
        if (value instanceof List<?> named) {
            for (Object entry : named) {
                if (entry instanceof Map<?, ?> map
                        && "default".equals(map.get("name"))
                        && map.get("template") instanceof String text) {
                    return Optional.of(text);
                }
            }
        }
        return Optional.empty();
    }

    private static String text(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > BYTES_MAX) {
                throw new ModelFormatException(
                        file.toString(),
                        "%d bytes are more than a chat template may have (%d)"
                                .formatted(bytes, BYTES_MAX));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ModelFormatException(file.toString(), "cannot be read: " + e.getMessage());
        }
    }
}
