package dev.mote.kernel.generated.aarch64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A static AArch64 program of segments at fixed addresses.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">System V ABI,
 *     chapter 5</a>
 */
final class ElfImage {
    static final int PAGE_BYTES = 4096;

    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int LOAD = 1;
    private static final int EXECUTE = 1;
    private static final int WRITE = 2;
    private static final int READ = 4;

    private record Segment(long address, ByteBuffer content, int flags) {}

    private final List<Segment> segments = new ArrayList<>();

    /** Adds instructions at an address that is a multiple of the page size. */
    void code(long address, byte[] content) {
        segments.add(new Segment(address, ByteBuffer.wrap(content), READ | EXECUTE));
    }

    /** Adds memory that can be read and written; pages of different calls must differ. */
    void memory(long address, byte[] content) {
        segments.add(new Segment(address, ByteBuffer.wrap(content), READ | WRITE));
    }

    /** The file, whose execution starts at {@code entry}. */
    byte[] file(long entry) {
        long size = HEADER_BYTES + (long) PROGRAM_HEADER_BYTES * segments.size();
        long[] offsets = new long[segments.size()];
        for (int i = 0; i < offsets.length; i++) {
            Segment segment = segments.get(i);
            long within = segment.address % PAGE_BYTES;
            // A segment's place in the file and in memory agree modulo the page size.
            size += Math.floorMod(within - size, PAGE_BYTES);
            offsets[i] = size;
            size += segment.content.capacity();
        }
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) 183).putInt(1); // executable, AArch64
        file.putLong(entry).putLong(HEADER_BYTES).putLong(0).putInt(0);
        file.putShort((short) HEADER_BYTES).putShort((short) PROGRAM_HEADER_BYTES);
        file.putShort((short) segments.size());
        file.position(HEADER_BYTES);
        for (int i = 0; i < offsets.length; i++) {
            Segment segment = segments.get(i);
            file.putInt(LOAD).putInt(segment.flags).putLong(offsets[i]);
            file.putLong(segment.address).putLong(segment.address);
            file.putLong(segment.content.capacity()).putLong(segment.content.capacity());
            file.putLong(PAGE_BYTES);
            file.put((int) offsets[i], segment.content, 0, segment.content.capacity());
        }
        return file.array();
    }
}
