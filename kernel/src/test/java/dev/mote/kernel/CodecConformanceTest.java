package dev.mote.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every block type, both directions, against bytes and values of the format's reference
 * implementation: {@code golden/codec} of the shared cases.
 */
class CodecConformanceTest {
    private static final String FOLDER = "golden/codec";

    @Test
    void decodesEveryTypeExactly() {
        run("codecs decode", type -> true, CodecConformanceTest::decodingDifference);
    }

    @Test
    void encodesEveryWritableTypeToTheSameBytes() {
        run("codecs encode", BlockType::canEncode, CodecConformanceTest::encodingDifference);
    }

    @Test
    void casesCoverEveryType() {
        Optional<Path> folder = Conformance.folder(FOLDER);
        if (folder.isPresent()) {
            assertThat(Golden.all(folder.get()).stream().map(golden -> golden.text("type")))
                    .contains(Stream.of(BlockType.values()).map(Enum::name).toArray(String[]::new));
        }
    }

    private static void run(
            String suite,
            Predicate<BlockType> applies,
            Function<Golden, @Nullable String> difference) {
        Optional<Path> folder = Conformance.folder(FOLDER);
        if (folder.isEmpty()) {
            Conformance.skipped(suite, "no folder " + FOLDER);
            return;
        }
        int total = 0;
        List<String> differences = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        for (Golden golden : Golden.all(folder.get())) {
            Optional<BlockType> type = type(golden);
            if (type.isEmpty()) {
                unsupported.add(golden.text("type"));
            } else if (applies.test(type.get())) {
                total++;
                String found = difference.apply(golden);
                if (found != null) {
                    differences.add(golden.text("type") + ": " + found);
                }
            }
        }
        Conformance.report(suite, total - differences.size(), total);
        if (!unsupported.isEmpty()) {
            Conformance.skipped(
                    "codecs of other types", String.join(", ", unsupported) + " not supported");
        }
        assertThat(total).isPositive();
        assertThat(differences).isEmpty();
    }

    private static @Nullable String decodingDifference(Golden golden) {
        BlockType type = type(golden).orElseThrow();
        byte[] encoded = bytes(beside(golden, "quantised"));
        float[] expected = Golden.readFloats(beside(golden, "dequantised_f32"));
        if (type.bytesFor(expected.length) != encoded.length) {
            return "%d values in %d bytes".formatted(expected.length, encoded.length);
        }
        float[] decoded = new float[expected.length];
        type.decode(MemorySegment.ofArray(encoded), 0, decoded, 0, decoded.length);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToRawIntBits(decoded[i]) != Float.floatToRawIntBits(expected[i])) {
                return "value %d is %s instead of %s".formatted(i, decoded[i], expected[i]);
            }
        }
        return null;
    }

    private static @Nullable String encodingDifference(Golden golden) {
        BlockType type = type(golden).orElseThrow();
        byte[] expected = bytes(beside(golden, "quantised"));
        float[] source = Golden.readFloats(beside(golden, "source_f32"));
        byte[] encoded = new byte[expected.length];
        type.encode(source, 0, MemorySegment.ofArray(encoded), 0, source.length);
        for (int i = 0; i < expected.length; i++) {
            if (encoded[i] != expected[i]) {
                return "byte %d of block %d is %02x instead of %02x"
                        .formatted(
                                i % type.blockBytes(),
                                i / type.blockBytes(),
                                encoded[i],
                                expected[i]);
            }
        }
        return null;
    }

    private static Optional<BlockType> type(Golden golden) {
        String name = golden.text("type");
        return Stream.of(BlockType.values()).filter(type -> type.name().equals(name)).findFirst();
    }

    private static Path beside(Golden golden, String key) {
        return Conformance.folder(FOLDER).orElseThrow().resolve(golden.text(key));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
