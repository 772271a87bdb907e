package dev.mote.bundle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The surroundings that decide how a model is fetched: environment variables, the user's home and
 * the working directory. Passed in, so that an application (or a test) can decide them itself.
 *
 * <p>Read from it: {@code MOTE_OFFLINE}, {@code MOTE_ALLOW_HTTP}; {@code HF_TOKEN}, {@code
 * HF_TOKEN_PATH}, {@code HF_HOME}, {@code HF_ENDPOINT}; {@code HTTPS_PROXY}, {@code HTTP_PROXY},
 * {@code NO_PROXY}; {@code SSL_CERT_FILE}, {@code NODE_EXTRA_CA_CERTS}; and what npm reads, {@code
 * npm_config_*} and the {@code .npmrc} files.
 *
 * @param variables environment variables
 * @param userHome the user's home directory
 * @param workingDirectory directory that relative paths and the project's {@code .npmrc} start at
 */
public record Environment(Map<String, String> variables, Path userHome, Path workingDirectory) {
    /** Copies the variables. */
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** The surroundings of this process. */
    public static Environment ofSystem() {
        return new Environment(
                System.getenv(),
                Path.of(System.getProperty("user.home", ".")),
                Path.of("").toAbsolutePath());
    }

    /** The first of these variables that is set and not blank. */
    public Optional<String> first(String... names) {
        for (String name : names) {
            String value = variables.get(name);
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }

    /** Whether a variable is set to something other than 0, false or no. */
    public boolean flag(String name) {
        return first(name).filter(value -> !value.matches("(?i)0|false|no|off")).isPresent();
    }

    /** {@code $MOTE_HOME}, by default {@code ~/.mote}. */
    public Path moteHome() {
        return first("MOTE_HOME")
                .map(home -> workingDirectory.resolve(home).normalize())
                .orElse(userHome.resolve(".mote"));
    }
}
