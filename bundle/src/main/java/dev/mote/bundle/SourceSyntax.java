package dev.mote.bundle;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The written form of a {@link ModelSource}:
 *
 * <pre>
 * https://host/path/model.gguf[#sha256=HEX]
 * hf:owner/repo[/file | :QUANT][@revision]
 * npm:[@scope/]name@version/path[+[@scope/]name@version/path ...]
 * </pre>
 *
 * Anything else is a path.
 */
public final class SourceSyntax {
    private static final Pattern HUB =
            Pattern.compile(
                    "(?<owner>[\\w.-]{1,96})/(?<name>[\\w.-]{1,96})"
                            + "(?:/(?<file>[^:@]{1,500})|:(?<quant>[\\w.-]{1,40}))?"
                            + "(?:@(?<revision>[\\w./-]{1,200}))?");
    private static final Pattern NPM_PART =
            Pattern.compile(
                    "(?:npm:)?(?<name>(?:@[\\w.~-]{1,214}/)?[\\w.~-]{1,214})"
                            + "@(?<version>[\\w.-]{1,100})/(?<path>[^+]{1,500})");
    private static final Pattern SHA256 = Pattern.compile("sha256=([0-9a-fA-F]{64})");

    private SourceSyntax() {}

    /**
     * Reads a source that names its scheme.
     *
     * @return empty when the text has none of the schemes, so it is a name or a path
     * @throws InvalidSourceException when it has one and the rest does not fit it
     */
    public static Optional<ModelSource> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("hf:")) {
            return Optional.of(hub(text));
        }
        if (lower.startsWith("npm:")) {
            return Optional.of(npm(text));
        }
        if (lower.startsWith("https:") || lower.startsWith("http:")) {
            return Optional.of(web(text));
        }
        return Optional.empty();
    }

    /**
     * Reads a path, {@code ~/} included.
     *
     * @throws InvalidSourceException when the system allows no such path
     */
    static Path path(String text, Environment environment) {
        try {
            Path path =
                    text.startsWith("~/")
                            ? environment.userHome().resolve(text.substring(2))
                            : environment.workingDirectory().resolve(text);
            return path.normalize();
        } catch (InvalidPathException e) {
            throw new InvalidSourceException(text, "is not a path: " + e.getReason());
        }
    }

    /**
     * Whether a text can only be meant as a path, so a missing file is the thing to complain of.
     */
    static boolean looksLikePath(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return text.contains("/")
                || text.contains("\\")
                || text.startsWith("~")
                || text.startsWith(".")
                || lower.endsWith(".gguf")
                || lower.endsWith(".safetensors");
    }

    private static ModelSource hub(String text) {
        Matcher matcher = HUB.matcher(text.substring(3));
        if (!matcher.matches()) {
            throw new InvalidSourceException(
                    text, "expected hf:owner/repo[/file or :QUANT][@revision]");
        }
        String file = matcher.group("file");
        String revision = matcher.group("revision");
        requirePlainSegments(text, matcher.group("owner") + "/" + matcher.group("name"));
        requirePlainSegments(text, file);
        requirePlainSegments(text, revision);
        return new ModelSource.Hub(
                matcher.group("owner") + "/" + matcher.group("name"),
                file,
                matcher.group("quant"),
                revision == null ? ModelSource.Hub.DEFAULT_REVISION : revision);
    }

    private static ModelSource npm(String text) {
        List<ModelSource.Npm.Part> parts = new ArrayList<>();
        for (String written : text.substring(4).split("\\+", -1)) {
            Matcher matcher = NPM_PART.matcher(written);
            if (!matcher.matches()) {
                throw new InvalidSourceException(
                        text,
                        "'" + written + "' does not read as [@scope/]name@version/path-in-package");
            }
            requirePlainSegments(text, matcher.group("name"));
            requirePlainSegments(text, matcher.group("path"));
            parts.add(
                    new ModelSource.Npm.Part(
                            matcher.group("name"),
                            matcher.group("version"),
                            matcher.group("path")));
        }
        return new ModelSource.Npm(parts);
    }

    private static ModelSource web(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new InvalidSourceException(text, "is not a URL: " + e.getReason());
        }
        if (uri.getHost() == null) {
            throw new InvalidSourceException(text, "has no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new InvalidSourceException(
                    uri.getHost(), "carries a password in the URL, which is not supported");
        }
        String fragment = uri.getRawFragment();
        if (fragment == null) {
            return new ModelSource.Web(uri, null);
        }
        Matcher digest = SHA256.matcher(fragment);
        if (!digest.matches()) {
            throw new InvalidSourceException(
                    text, "after # expected sha256= and 64 hexadecimal digits");
        }
        URI bare = URI.create(text.substring(0, text.indexOf('#')));
        return new ModelSource.Web(bare, digest.group(1).toLowerCase(Locale.ROOT));
    }

    private static void requirePlainSegments(String text, @Nullable String path) {
        if (path != null && !RelativePath.isPlain(path)) {
            throw new InvalidSourceException(
                    text, "'" + path + "' is not a plain relative path with / between its names");
        }
    }
}
