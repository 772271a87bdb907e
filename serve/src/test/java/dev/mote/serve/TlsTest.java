package dev.mote.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** HTTPS with certificates that the JDK's own keytool makes, good ones and bad ones. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir Path folder;

    private record Identity(KeyStore store, TlsFiles files) {}

    private Identity make(String name, String... validity)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(List.of(validity));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        pem(certificate, "CERTIFICATE", keys.getCertificate("server").getEncoded());
        pem(key, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        return new Identity(keys, new TlsFiles(certificate, key));
    }

    private static void pem(Path file, String kind, byte[] bytes) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind));
    }

    private static HttpClient trusting(KeyStore store)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @Test
    void answersOverTls() throws Exception {
        Identity identity = make("good");
        try (TestServer server = TestServer.start(ServerOptions.LOCAL.withTls(identity.files()));
                HttpClient client = trusting(identity.store())) {
            assertThat(server.server.uri().getScheme()).isEqualTo("https");
            URI address = URI.create("https://localhost:" + server.server.port() + "/v1/models");
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(address).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> server.get("/v1/models")).isInstanceOf(IOException.class);
        }
    }

    private static void assertRefused(TlsFiles files, String message) {
        assertThatThrownBy(() -> TestServer.start(ServerOptions.LOCAL.withTls(files)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        TlsFiles good = make("good").files();
        TlsFiles other = make("other").files();
        assertRefused(
                new TlsFiles(good.certificateChain(), other.privateKey()),
                "other.key: the key is not that of the certificate in ");
    }

    @Test
    void refusesACertificateThatRanOut() throws Exception {
        assertRefused(
                make("old", "-startdate", "-10d", "-validity", "5").files(),
                "old.crt: the certificate ran out on ");
        assertRefused(
                make("young", "-startdate", "+10d", "-validity", "5").files(),
                "young.crt: the certificate is valid only from ");
    }

    @Test
    void refusesKeysInFormsThatNeedAnotherTool() throws Exception {
        TlsFiles good = make("good").files();
        for (String kind : List.of("ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY")) {
            Path key = folder.resolve(kind.charAt(1) + ".key");
            pem(key, kind, new byte[50]);
            assertRefused(
                    new TlsFiles(good.certificateChain(), key),
                    kind.startsWith("ENCRYPTED")
                            ? "the key is encrypted; decrypt it to a file that only you can read"
                            : "the key is in the form 'EC PRIVATE KEY', PKCS #8 is needed");
        }
    }

    @Test
    void refusesFilesThatHoldSomethingElse() throws Exception {
        TlsFiles good = make("good").files();
        Path nothing = Files.writeString(folder.resolve("nothing"), "nothing\n");
        assertRefused(
                new TlsFiles(nothing, good.privateKey()), "nothing: holds no certificate in PEM");
        assertRefused(
                new TlsFiles(good.certificateChain(), nothing),
                "nothing: holds no private key in PEM");
        assertRefused(
                new TlsFiles(folder.resolve("missing"), good.privateKey()),
                "missing: cannot be read");
    }
}
