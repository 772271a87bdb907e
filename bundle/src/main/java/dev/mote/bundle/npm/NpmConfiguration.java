package dev.mote.bundle.npm;

import dev.mote.bundle.Environment;
import dev.mote.bundle.InvalidSourceException;
import dev.mote.bundle.http.Origin;
import dev.mote.bundle.http.ProxySettings;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the user's npm is configured to do: which registry serves a package, with which credentials,
 * proxy and certificate authorities. Later files lose to earlier ones: environment ({@code
 * npm_config_*}), project, user, global. A registry that none of them names is the one that the
 * installed npm names.
 *
 * @see <a href="https://docs.npmjs.com/cli/using-npm/config">npm config</a>
 */
public final class NpmConfiguration {
    private static final String REGISTRY_WANTED =
            "npm is configured to use this registry, but it is no URL with a host; mend .npmrc";

    /** npm's own word for the hosts of the public registry. */
    private static final String PUBLIC_HOSTS = "npmjs";

    private static final String ENVIRONMENT_PREFIX = "npm_config_";

    private final Map<String, String> settings;
    private final Environment environment;

    private NpmConfiguration(Map<String, String> settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * Reads the configuration.
     *
     * @throws IOException when a file that is there cannot be read
     */
    public static NpmConfiguration read(Environment environment) throws IOException {
        Map<String, String> variables = environment.variables();
        Map<String, String> fromEnvironment = fromEnvironment(variables);
        Map<String, String> user =
                NpmRc.read(
                        path(
                                fromEnvironment.get("userconfig"),
                                environment.userHome().resolve(".npmrc")),
                        variables);
        Map<String, String> merged = new LinkedHashMap<>();
        merged.putAll(NpmRc.read(globalFile(environment, fromEnvironment, user), variables));
        merged.putAll(user);
        merged.putAll(NpmRc.read(projectFolder(environment).resolve(".npmrc"), variables));
        merged.putAll(fromEnvironment);
        if (!merged.containsKey("registry")) {
            NpmClient.registry(environment).ifPresent(registry -> merged.put("registry", registry));
        }
        return new NpmConfiguration(merged, environment);
    }

    private static Map<String, String> fromEnvironment(Map<String, String> variables) {
        Map<String, String> settings = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith(ENVIRONMENT_PREFIX) || value.isBlank()) {
                return;
            }
            String key = name.substring(ENVIRONMENT_PREFIX.length());
            boolean address = key.startsWith("//") || key.startsWith("@");
            settings.put(
                    address ? key : key.toLowerCase(Locale.ROOT).replaceAll("(?!^)_", "-"),
                    value.strip());
        });
        return settings;
    }

    private static Path path(@Nullable String configured, Path otherwise) {
        return configured == null ? otherwise : Path.of(configured);
    }

    /** The nearest folder above that is a package, as npm looks for it. */
    private static Path projectFolder(Environment environment) {
        Path start = environment.workingDirectory();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("package.json"))
                    || Files.isDirectory(folder.resolve("node_modules"))) {
                return folder;
            }
        }
        return start;
    }

    /**
     * {@code PREFIX/etc/npmrc}, where the prefix is configured or is the folder above the one that
     * {@code node} is in; where no node is installed, the usual places.
     */
    private static Path globalFile(
            Environment environment, Map<String, String> variables, Map<String, String> user) {
        String file = variables.get("globalconfig");
        if (file != null) {
            return Path.of(file);
        }
        List<Path> prefixes = new ArrayList<>();
        Optional.ofNullable(variables.get("prefix"))
                .or(() -> Optional.ofNullable(user.get("prefix")))
                .or(() -> environment.first("PREFIX"))
                .ifPresent(prefix -> prefixes.add(Path.of(prefix)));
        nodePrefix(environment).ifPresent(prefixes::add);
        prefixes.add(Path.of("/usr/local"));
        prefixes.add(Path.of("/usr"));
        prefixes.add(Path.of("/"));
        for (Path prefix : prefixes) {
            Path candidate = prefix.resolve("etc").resolve("npmrc");
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        return prefixes.getFirst().resolve("etc").resolve("npmrc");
    }

    private static Optional<Path> nodePrefix(Environment environment) {
        String path = environment.first("PATH").orElse("");
        for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
            try {
                Path node = Path.of(folder).resolve("node");
                if (!folder.isEmpty() && Files.isExecutable(node)) {
                    Path bin = node.toRealPath().getParent();
                    return bin == null ? Optional.empty() : Optional.ofNullable(bin.getParent());
                }
            } catch (IOException | InvalidPathException e) {
                // not a folder one could have a node in
            }
        }
        return Optional.empty();
    }

    /**
     * The registry that serves a package, with a slash at its end.
     *
     * @throws InvalidSourceException when none is known, or what is configured is no URL with a
     *     host
     */
    public URI registry(String packageName) {
        String scope = packageName.startsWith("@") ? packageName.split("/", 2)[0] : "";
        String scoped = scope.isEmpty() ? null : settings.get(scope + ":registry");
        String address = scoped != null ? scoped : settings.get("registry");
        if (address == null) {
            throw new InvalidSourceException(
                    "npm:" + packageName,
                    "no npm registry is known here; install npm, or write a line registry=URL into"
                            + " ~/.npmrc");
        }
        try {
            URI registry = new URI(address.endsWith("/") ? address : address + "/");
            if (registry.getScheme() != null && registry.getHost() != null) {
                return registry;
            }
        } catch (URISyntaxException e) {
            throw new InvalidSourceException(address, REGISTRY_WANTED);
        }
        throw new InvalidSourceException(address, REGISTRY_WANTED);
    }

    /**
     * The Authorization header for an address: of the longest configured prefix of it, or, on the
     * registry's own origin, the registry's. Empty for any other host.
     */
    public Optional<String> authorization(URI address, URI registry) {
        Optional<String> own = authorization(address);
        return own.isPresent() || !Origin.of(address).equals(Origin.of(registry))
                ? own
                : authorization(registry);
    }

    private Optional<String> authorization(URI address) {
        String path = address.getRawPath() == null ? "/" : address.getRawPath();
        String host = "//" + address.getRawAuthority();
        for (int end = path.length(); end >= 0; end = path.lastIndexOf('/', end - 1)) {
            String bare = host + path.substring(0, end);
            for (String prefix : List.of(bare + "/", bare)) {
                Optional<String> found = credentials(prefix);
                if (found.isPresent()) {
                    return found;
                }
            }
            if (end == 0) {
                break;
            }
        }
        return Optional.empty();
    }

    private Optional<String> credentials(String prefix) {
        String token = settings.get(prefix + ":_authToken");
        if (token != null) {
            return Optional.of("Bearer " + token);
        }
        String basic = settings.get(prefix + ":_auth");
        if (basic != null) {
            return Optional.of("Basic " + basic);
        }
        String user = settings.get(prefix + ":username");
        String password = settings.get(prefix + ":_password");
        if (user == null || password == null) {
            return Optional.empty();
        }
        try {
            String plain = new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8);
            byte[] pair = (user + ":" + plain).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not Base64, as npm requires: the registry will answer 401
        }
    }

    /**
     * Whether a tarball on this host is to be asked of the configured registry instead: {@code
     * replace-registry-host} is a host, or {@code always}, {@code never} or, as npm has it by
     * default, {@code npmjs} for the public registry, whose host has that among its labels.
     */
    boolean replaces(String tarballHost) {
        String configured = settings.getOrDefault("replace-registry-host", PUBLIC_HOSTS);
        return switch (configured) {
            case "always" -> true;
            case "never" -> false;
            case PUBLIC_HOSTS -> List.of(tarballHost.split("\\.", -1)).contains(PUBLIC_HOSTS);
            default -> configured.equalsIgnoreCase(tarballHost);
        };
    }

    /** The one file of certificate authorities that npm is told to trust instead of the usual. */
    public Optional<Path> authorities() {
        return Optional.ofNullable(settings.get("cafile"))
                .filter(file -> !file.isBlank() && !file.equals("null"))
                .map(environment.workingDirectory()::resolve);
    }

    /** npm's proxy settings, with the usual variables where it has none. */
    public ProxySettings proxies() {
        return ProxySettings.of(
                setting("https-proxy")
                        .or(() ->
                                environment.first(
                                        "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")),
                setting("proxy").or(() -> environment.first("HTTP_PROXY", "http_proxy")),
                setting("noproxy").or(() -> environment.first("NO_PROXY", "no_proxy")));
    }

    private Optional<String> setting(String key) {
        return Optional.ofNullable(settings.get(key))
                .filter(value -> !value.isBlank() && !value.equals("null"));
    }
}
