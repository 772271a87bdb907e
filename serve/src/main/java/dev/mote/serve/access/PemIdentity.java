package dev.mote.serve.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a server's certificate and key before anybody relies on them, because what a TLS library
 * says of files that do not fit helps nobody.
 */
public final class PemIdentity {
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

    private final Path certificateFile;
    private final Path keyFile;

    /** Of these files. */
    public PemIdentity(Path certificateFile, Path keyFile) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
    }

    /**
     * Checks that both can be read, that the certificate is valid today, and that the key is its
     * own.
     *
     * @throws IllegalArgumentException saying what is wrong with which file, and what to do
     */
    public void check() {
        X509Certificate certificate = certificate();
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw wrong(
                    certificateFile,
                    "the certificate ran out on %tF; get a new one"
                            .formatted(certificate.getNotAfter()),
                    e);
        } catch (CertificateNotYetValidException e) {
            throw wrong(
                    certificateFile,
                    "the certificate is valid only from %tF on; check the clock"
                            .formatted(certificate.getNotBefore()),
                    e);
        }
        PrivateKey key = key(certificate.getPublicKey().getAlgorithm());
        if (!belongs(key, certificate)) {
            throw new IllegalArgumentException(
                    "%s: the key is not that of the certificate in %s; give the two that were made together"
                            .formatted(keyFile, certificateFile));
        }
    }

    private static IllegalArgumentException wrong(Path file, String what, Exception cause) {
        return new IllegalArgumentException(file + ": " + what, cause);
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "%s: larger than %d bytes, so no PEM file of a certificate or key"
                                .formatted(file, FILE_BYTES_MAX));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw wrong(file, "cannot be read; check its path and permissions", e);
        }
    }

    /** The first one, which is the server's. */
    private X509Certificate certificate() {
        try {
            if (CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(read(certificateFile)))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (CertificateException e) {
            throw wrong(certificateFile, "holds no certificate in PEM", e);
        }
        throw new IllegalArgumentException(certificateFile + ": holds no certificate in PEM");
    }

    private PrivateKey key(String algorithm) {
        Matcher matcher = KEY.matcher(new String(read(keyFile), StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IllegalArgumentException(keyFile + ": holds no private key in PEM");
        }
        String kind = matcher.group(1).strip();
        if (kind.equals("ENCRYPTED")) {
            throw new IllegalArgumentException(
                    "%s: the key is encrypted; decrypt it to a file that only you can read: openssl pkcs8 -in %s -out key.pem"
                            .formatted(keyFile, keyFile));
        }
        if (!kind.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: the key is in the form '%s PRIVATE KEY', PKCS #8 is needed: openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem"
                            .formatted(keyFile, kind, keyFile));
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(2));
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw wrong(
                    keyFile,
                    "holds no %s key, as the certificate in %s wants it"
                            .formatted(algorithm, certificateFile),
                    e);
        }
    }

    /** Whether what the key signs is what the certificate vouches for. */
    private static boolean belongs(PrivateKey key, X509Certificate certificate) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm(); // Ed25519 and its like sign by their own name
                };
        try {
            byte[] text = {1, 2, 3};
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(text);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) { // such as two curves that differ
            return false;
        }
    }
}
