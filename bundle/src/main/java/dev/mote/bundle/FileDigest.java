package dev.mote.bundle;

import dev.mote.bundle.http.RunningDigest;
import dev.mote.bundle.http.TransferListener;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** SHA-256 of a file on this device. */
final class FileDigest {
    private static final int BUFFER_BYTES = 1 << 20;

    private FileDigest() {}

    static String sha256(Path file, TransferListener listener) throws IOException {
        RunningDigest digest = RunningDigest.of("SHA-256");
        byte[] buffer = new byte[BUFFER_BYTES];
        long here = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                here += n;
                listener.at(Progress.Phase.VERIFY, here);
            }
        }
        return digest.endHex("SHA-256");
    }
}
