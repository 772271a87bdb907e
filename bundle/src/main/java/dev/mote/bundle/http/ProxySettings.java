package dev.mote.bundle.http;

import dev.mote.bundle.Environment;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proxy for an address: what the settings name, with the usual exceptions, and the JDK's own
 * choice where they name none.
 *
 * @param https proxy for https addresses, or null
 * @param http proxy for http addresses, or null
 * @param exceptions hosts to reach directly: {@code host}, {@code .domain}, {@code host:port} or
 *     {@code *}
 */
public record ProxySettings(@Nullable URI https, @Nullable URI http, List<String> exceptions) {
    /** Copies the exceptions. */
    public ProxySettings {
        exceptions = List.copyOf(exceptions);
    }

    /** What the environment variables say. */
    public static ProxySettings of(Environment environment) {
        return of(
                environment.first("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"),
                environment.first("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"),
                environment.first("NO_PROXY", "no_proxy"));
    }

    /** Written settings; what is not the URL of an HTTP proxy is left out. */
    public static ProxySettings of(
            Optional<String> https, Optional<String> http, Optional<String> exceptions) {
        return new ProxySettings(
                https.map(ProxySettings::uri).orElse(null),
                http.map(ProxySettings::uri).orElse(null),
                exceptions.stream()
                        .flatMap(list -> List.of(list.split("[,\\s]+", -1)).stream())
                        .map(entry -> entry.toLowerCase(Locale.ROOT))
                        .filter(entry -> !entry.isBlank())
                        .toList());
    }

    private static @Nullable URI uri(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As the JDK's client asks for it. */
    public ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI target) {
                URI proxy = proxyFor(target);
                if (proxy != null) {
                    int port = proxy.getPort() >= 0 ? proxy.getPort() : 80;
                    return List.of(
                            new Proxy(
                                    Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port)));
                }
                ProxySelector system = ProxySelector.getDefault();
                return system == null || https != null || http != null
                        ? List.of(Proxy.NO_PROXY)
                        : system.select(target);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException cause) {
                // The failed request itself reports it.
            }
        };
    }

    /** The user and password that a proxy's URL carries, given to that proxy alone. */
    public Optional<Authenticator> authenticator() {
        for (URI proxy : new @Nullable URI[] {https, http}) {
            if (proxy != null && proxy.getRawUserInfo() != null) {
                return Optional.of(answering(proxy));
            }
        }
        return Optional.empty();
    }

    private static Authenticator answering(URI proxy) {
        String[] parts = proxy.getRawUserInfo().split(":", 2);
        String user = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        String password =
                parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                                && proxy.getHost().equalsIgnoreCase(getRequestingHost())
                        ? new PasswordAuthentication(user, password.toCharArray())
                        : null;
            }
        };
    }

    @Nullable URI proxyFor(URI target) {
        Origin origin = Origin.of(target);
        if (origin.isLoopback() || isException(origin)) {
            return null;
        }
        return origin.scheme().equals("https") ? https : http;
    }

    private boolean isException(Origin origin) {
        for (String exception : exceptions) {
            int colon = exception.lastIndexOf(':');
            boolean withPort = colon > 0 && exception.substring(colon + 1).matches("\\d+");
            String name = withPort ? exception.substring(0, colon) : exception;
            if (withPort && !exception.substring(colon + 1).equals(String.valueOf(origin.port()))) {
                continue;
            }
            String suffix = name.startsWith("*.") ? name.substring(1) : name;
            String bare = suffix.startsWith(".") ? suffix.substring(1) : suffix;
            if (name.equals("*")
                    || origin.host().equals(bare)
                    || origin.host().endsWith("." + bare)) {
                return true;
            }
        }
        return false;
    }
}
