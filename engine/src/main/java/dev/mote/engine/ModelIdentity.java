package dev.mote.engine;

import dev.mote.format.ModelFile;
import dev.mote.format.TensorInfo;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

/**
 * What tells a model from others without reading all of it: the names, types and shapes of its
 * tensors and some bytes at both ends of each, which no other training leaves alike.
 */
final class ModelIdentity {
    private static final int SAMPLE_BYTES = 2048;

    private ModelIdentity() {}

    /** SHA-256 of it, 32 bytes. */
    static byte[] of(ModelFile file) {
        MessageDigest digest = sha256();
        new TreeMap<>(file.tensors())
                .forEach((name, tensor) -> {
                    digest.update(described(tensor).getBytes(StandardCharsets.UTF_8));
                    MemorySegment data = file.data(name);
                    long size = Math.min(SAMPLE_BYTES, data.byteSize());
                    digest.update(data.asSlice(0, size).asByteBuffer());
                    digest.update(data.asSlice(data.byteSize() - size, size).asByteBuffer());
                });
        return digest.digest();
    }

    private static String described(TensorInfo tensor) {
        return tensor.toString() + '\n';
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
