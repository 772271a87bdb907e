package dev.mote.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Every block type against values decoded by the format's reference implementation. */
class CodecConformanceTest {
    @ParameterizedTest
    @EnumSource
    void decodesExactlyAsTheReference(BlockType type) throws IOException {
        Path folder = GoldenCodecs.folder();
        byte[] encoded = Files.readAllBytes(folder.resolve("codec." + type + ".q.bin"));
        float[] expected = GoldenCodecs.floats(folder.resolve("codec." + type + ".f32.bin"));
        assertThat(type.bytesFor(expected.length)).isEqualTo(encoded.length);

        float[] decoded = new float[expected.length];
        type.decode(MemorySegment.ofArray(encoded), 0, decoded, 0, decoded.length);

        for (int i = 0; i < expected.length; i++) {
            assertThat(Float.floatToRawIntBits(decoded[i]))
                    .as("%s value %d: %s instead of %s", type, i, decoded[i], expected[i])
                    .isEqualTo(Float.floatToRawIntBits(expected[i]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void decodesFromAnyOffsetIntoAnyOffset(BlockType type) throws IOException {
        Path folder = GoldenCodecs.folder();
        byte[] encoded = Files.readAllBytes(folder.resolve("codec." + type + ".q.bin"));
        float[] expected = GoldenCodecs.floats(folder.resolve("codec." + type + ".f32.bin"));
        byte[] shifted = new byte[encoded.length + 3];
        System.arraycopy(encoded, 0, shifted, 3, encoded.length);

        int size = type.blockSize();
        float[] decoded = new float[size + 5];
        type.decode(MemorySegment.ofArray(shifted), 3 + type.blockBytes(), decoded, 4, size);

        assertThat(decoded).startsWith(0, 0, 0, 0).endsWith(0);
        for (int i = 0; i < size; i++) {
            assertThat(decoded[4 + i]).isEqualTo(expected[size + i]);
        }
    }

    /** Reads the cases, from the shared folder or else from the trimmed copy in the repository. */
    private static final class GoldenCodecs {
        static Path folder() {
            Path shared = Path.of(System.getProperty("mote.shared", "../shared"), "golden/codec");
            return Files.isDirectory(shared)
                    ? shared
                    : Path.of(
                            System.getProperty("mote.root", ".."),
                            "testing/src/main/resources/golden/codec");
        }

        static float[] floats(Path file) throws IOException {
            ByteBuffer bytes =
                    ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return values;
        }
    }
}
