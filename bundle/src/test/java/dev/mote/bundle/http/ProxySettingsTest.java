package dev.mote.bundle.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.bundle.Environment;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

class ProxySettingsTest {
    private static final ProxySettings SETTINGS =
            ProxySettings.of(
                    new Environment(
                            Map.of(
                                    "https_proxy", "http://u:p%40ss@proxy.example:3128",
                                    "HTTP_PROXY", "plain.example:8080",
                                    "no_proxy", "internal.example, .corp, 10.0.0.1:8443,[::1]"),
                            Path.of("/"),
                            Path.of("/")));

    private static String proxyFor(String uri) {
        URI proxy = SETTINGS.proxyFor(URI.create(uri));
        return proxy == null ? "none" : proxy.getHost() + ":" + proxy.getPort();
    }

    @Test
    void eachSchemeHasItsProxy() {
        assertThat(proxyFor("https://hub.example/x")).isEqualTo("proxy.example:3128");
        assertThat(proxyFor("http://hub.example/x")).isEqualTo("plain.example:8080");
        assertThat(SETTINGS.selector().select(URI.create("https://hub.example/")))
                .singleElement()
                .asString()
                .contains("proxy.example")
                .contains("3128");
        assertThat(SETTINGS.authenticator()).isPresent();
    }

    @Test
    void exceptionsAndThisDeviceAreReachedDirectly() {
        assertThat(proxyFor("https://internal.example/")).isEqualTo("none");
        assertThat(proxyFor("https://a.internal.example/")).isEqualTo("none");
        assertThat(proxyFor("https://notinternal.example/")).isEqualTo("proxy.example:3128");
        assertThat(proxyFor("https://a.corp/")).isEqualTo("none");
        assertThat(proxyFor("https://10.0.0.1:8443/")).isEqualTo("none");
        assertThat(proxyFor("https://10.0.0.1/")).isEqualTo("proxy.example:3128");
        assertThat(proxyFor("http://127.0.0.1:9/")).isEqualTo("none");
        assertThat(proxyFor("http://localhost/")).isEqualTo("none");
    }

    @Test
    void nonsenseIsNoProxy() {
        ProxySettings none =
                ProxySettings.of(
                        new Environment(
                                Map.of("HTTPS_PROXY", "socks5://x:1", "HTTP_PROXY", "::"),
                                Path.of("/"),
                                Path.of("/")));
        assertThat(none.https()).isNull();
        assertThat(none.http()).isNull();
    }
}
