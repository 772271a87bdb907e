package dev.mote.format.gguf;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.format.TensorInfo;
import dev.mote.format.internal.MappedFiles;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A GGUF model, mapped read-only: metadata and weights are used where they lie.
 *
 * <p>The format, versions 2 and 3, little-endian throughout; fields follow each other unpadded
 * unless said:
 *
 * <ul>
 *   <li>[uint32] magic, the bytes {@code GGUF}
 *   <li>[uint32] version: 2 or 3. Version 1 (32-bit counts) is refused, and so are big-endian
 *       files, which show their version byte-swapped
 *   <li>[uint64] tensor count, at most 65,536
 *   <li>[uint64] key count, at most 65,536
 *   <li>for each key: [string] key, at most 65,535 bytes, unique; [uint32] value type; the value
 *   <li>for each tensor: [string] name, 1 to 256 bytes, unique; [uint32] dimension count, at most
 *       4; [uint64] each dimension, innermost first, 1 to 2³¹−1, the innermost a multiple of the
 *       type's block size; [uint32] tensor type; [uint64] offset from the start of the data
 *       section, a multiple of the alignment
 *   <li>padding to the alignment, then the data section; tensors lie inside it and apart from each
 *       other
 * </ul>
 *
 * <p>A string is [uint64] byte length, at most 64 MiB, and UTF-8 without terminator. Value types: 0
 * uint8, 1 int8, 2 uint16, 3 int16, 4 uint32, 5 int32, 6 float32, 7 bool (one byte, 0 or 1), 8
 * string, 9 array, 10 uint64 (at most 2⁶³−1 here), 11 int64, 12 float64. An array is [uint32]
 * element type, [uint64] element count, the elements; arrays of arrays are refused, no known key
 * has one. The alignment is the integer key {@code general.alignment}, a power of two from 8 to
 * 2²⁰, else 32. The header ends within the first GiB.
 *
 * <p><b>Split models.</b> {@code NAME-00001-of-00003.gguf} and its siblings each are a file as
 * above with the keys {@code split.no} (from 0), {@code split.count} and {@code
 * split.tensors.count} (all parts together). Opening any part opens all; the metadata is the first
 * part's.
 *
 * <p><b>Cost and safety.</b> Every count, length, dimension, product and offset is compared with
 * the size of the file before memory is taken for it. Heap use is bounded by 16 MiB plus 64 times
 * the header's size, the worst being tens of thousands of one-byte keys; real files stay far below
 * the size of their header, because arrays stay in the mapping, of string arrays 4 bytes a string
 * are kept, and their UTF-8 is checked when an element is read.
 *
 * <p><b>Truncation while mapped.</b> A file that somebody cuts or whose disk fails while it is
 * mapped makes the JVM throw {@link InternalError} on access ("a fault occurred in an unsafe memory
 * access operation"): the weights are gone, close the model and open it again; {@link
 * #requireWhole} tells beforehand. Replace model files by renaming, never by writing into them. One
 * reading is not protected: machine code compiled from a method that loads from the mapping with
 * the Vector API alone takes the JVM down (seen on JDK 25.0.3); one plain {@code MemorySegment.get}
 * in the same method, anywhere, is enough for it to end in the error.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF specification</a>
 */
public final class GgufFile implements ModelFile {
    private final Path path;
    private final MappedFiles files;
    private final List<MappedGguf> parts;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, MemorySegment> data = new HashMap<>();

    private GgufFile(Path path, MappedFiles files, List<MappedGguf> parts) {
        this.path = path;
        this.files = files;
        this.parts = parts;
        for (MappedGguf part : parts) {
            part.header()
                    .tensors()
                    .forEach((name, tensor) -> {
                        tensors.put(name, tensor.info());
                        data.put(name, part.data(tensor));
                    });
        }
    }

    /**
     * Opens a file, or all files of a split model given any of them.
     *
     * @throws ModelFormatException if it is malformed, hostile or of an unsupported kind
     * @throws java.io.UncheckedIOException if it is not there or cannot be read
     */
    public static GgufFile open(Path path) {
        MappedFiles files = new MappedFiles();
        try {
            MappedGguf first = MappedGguf.map(path, files);
            return new GgufFile(path, files, SplitParts.open(path, first, files));
        } catch (Throwable failure) { // not handled: unmapped and thrown on
            files.close();
            throw failure;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Metadata metadata() {
        return parts.getFirst().header().metadata();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public MemorySegment data(String tensorName) {
        MemorySegment bytes = data.get(tensorName);
        if (bytes == null) {
            throw new ModelFormatException(
                    path.toString(), "there is no tensor '" + tensorName + "'");
        }
        return bytes;
    }

    /** The version of the format, 2 or 3. */
    public int version() {
        return parts.getFirst().header().version();
    }

    /** Bytes of all its files. */
    public long byteSize() {
        return parts.stream().mapToLong(part -> part.bytes().byteSize()).sum();
    }

    /**
     * Type and value of a key as they stand in the header, for writing them elsewhere unchanged.
     */
    ByteBuffer encodedValue(String key) {
        GgufHeader.ByteRange range = parts.getFirst().header().keyBytes().get(key);
        if (range == null) {
            throw new ModelFormatException(path.toString(), "there is no key '" + key + "'");
        }
        byte[] copy =
                parts.getFirst()
                        .bytes()
                        .asSlice(range.start(), range.end() - range.start())
                        .toArray(ValueLayout.JAVA_BYTE);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void requireWhole() {
        files.requireWhole();
    }

    @Override
    public void close() {
        files.close();
    }
}
