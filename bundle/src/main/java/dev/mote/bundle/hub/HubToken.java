package dev.mote.bundle.hub;

import dev.mote.bundle.Environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The user's hub token: {@code HF_TOKEN}, or the file that the hub's own tools keep it in ({@code
 * HF_TOKEN_PATH}, {@code $HF_HOME/token}, {@code ~/.cache/huggingface/token}).
 *
 * @see <a
 *     href="https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables">
 *     environment variables of the hub's tools</a>
 */
final class HubToken {
    private static final long FILE_BYTES_MAX = 4096;

    private HubToken() {}

    static Optional<String> of(Environment environment) {
        return environment
                .first("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
                .or(() -> read(file(environment)))
                .filter(token -> token.matches("[\\x21-\\x7e]+"));
    }

    private static Path file(Environment environment) {
        Path cache =
                environment
                        .first("XDG_CACHE_HOME")
                        .map(Path::of)
                        .orElse(environment.userHome().resolve(".cache"));
        Path home = environment.first("HF_HOME").map(Path::of).orElse(cache.resolve("huggingface"));
        return environment.first("HF_TOKEN_PATH").map(Path::of).orElse(home.resolve("token"));
    }

    private static Optional<String> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty(); // unreadable: as good as none, the hub says if it wants one
        }
    }
}
