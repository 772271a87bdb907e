package dev.mote.bundle.npm;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one {@code .npmrc}: lines of {@code key = value}, comments after {@code ;} or {@code #} at
 * a line's start, optional quotes, and <code>${NAME}</code> (also <code>${NAME?}</code> for empty
 * when unset) for environment variables. Sections and lists are of no use here and are skipped.
 *
 * @see <a href="https://docs.npmjs.com/cli/configuring-npm/npmrc">npmrc</a>
 */
final class NpmRc {
    private static final Pattern VARIABLE =
            Pattern.compile("(?<!\\\\)\\$\\{(?<name>[^${}?]+)(?<optional>\\?)?\\}");
    private static final long FILE_BYTES_MAX = 1L << 20;

    private NpmRc() {}

    /** The settings of a file; a missing one has none. */
    static Map<String, String> read(Path file, Map<String, String> variables) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + ": too large for an npm configuration");
        }
        return parse(Files.readString(file), variables);
    }

    static Map<String, String> parse(String text, Map<String, String> variables) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String raw : text.lines().toList()) {
            String line = raw.strip();
            int equals = line.indexOf('=');
            if (line.isEmpty() || "#;[".indexOf(line.charAt(0)) >= 0 || equals <= 0) {
                continue;
            }
            String key = expand(line.substring(0, equals).strip(), variables);
            String value = expand(unquote(line.substring(equals + 1).strip()), variables);
            if (!key.endsWith("[]")) {
                settings.put(key, value);
            }
        }
        return settings;
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static String expand(String value, Map<String, String> variables) {
        Matcher matcher = VARIABLE.matcher(value);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            @Nullable String found = variables.get(matcher.group("name"));
            String replacement =
                    found != null
                            ? found
                            : matcher.group("optional") != null ? "" : matcher.group();
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(expanded).toString();
    }
}
