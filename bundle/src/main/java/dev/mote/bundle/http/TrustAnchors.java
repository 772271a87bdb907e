package dev.mote.bundle.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities a connection is checked against: the JDK's own, and those in PEM
 * files that the surroundings name, as networks with an inspecting proxy or a private registry
 * need.
 */
public final class TrustAnchors {
    private static final Pattern PEM =
            Pattern.compile(
                    "-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\\s]+)"
                            + "-----END (?:TRUSTED )?CERTIFICATE-----");
    private static final long FILE_BYTES_MAX = 16L << 20;

    private TrustAnchors() {}

    /**
     * A TLS context.
     *
     * @param withJdk whether the JDK's own authorities count too
     * @param pemFiles files of further authorities
     * @throws IOException when a file cannot be read or holds no certificate
     */
    public static SSLContext context(boolean withJdk, List<Path> pemFiles) throws IOException {
        try {
            if (withJdk && pemFiles.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            if (withJdk) {
                for (X509Certificate certificate : jdkAuthorities()) {
                    store.setCertificateEntry("jdk-" + count++, certificate);
                }
            }
            for (Path file : pemFiles) {
                count += add(store, file, count);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate authorities: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] jdkAuthorities() throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static int add(KeyStore store, Path file, int first)
            throws IOException, GeneralSecurityException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + ": too large for a file of certificates");
        }
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        Matcher blocks = PEM.matcher(text);
        int count = 0;
        while (blocks.find()) {
            byte[] der = Base64.getMimeDecoder().decode(blocks.group(1));
            try (InputStream in = new ByteArrayInputStream(der)) {
                Certificate certificate = certificates.generateCertificate(in);
                store.setCertificateEntry("file-" + (first + count++), certificate);
            }
        }
        if (count == 0) {
            throw new IOException(file + ": holds no certificate in PEM form");
        }
        return count;
    }
}
