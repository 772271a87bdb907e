package dev.mote.kernel.generated.aarch64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions from which a test program starts: they call kernels and write out memory.
 *
 * <p>Written as words, because the kernels need none of these forms.
 */
final class StartCode {
    private static final int WRITE = 64;
    private static final int EXIT = 93;
    private static final int SUPERVISOR_CALL = 0xd400_0001;
    private static final int KEPT = 0x5a00;

    private final List<Integer> words = new ArrayList<>();

    /** Calls {@code kernel} and exits with {@code status} if it breaks the calling convention. */
    void call(long kernel, long slots, int status) {
        for (int register = 19; register <= 28; register++) {
            load(register, KEPT + register);
        }
        for (int register = 8; register <= 15; register++) {
            load(9, KEPT + register);
            words.add(0x9e67_0000 | 9 << 5 | register); // fmov d, x9
        }
        words.add(0x9100_03fd); // mov x29, sp
        load(0, slots);
        load(9, kernel);
        words.add(0xd63f_0000 | 9 << 5); // blr x9
        words.add(0x9100_03e9); // mov x9, sp
        words.add(0xcb00_0000 | 29 << 16 | 9 << 5 | 10); // sub x10, x9, x29
        for (int register = 19; register <= 28; register++) {
            difference(register, register);
        }
        for (int register = 8; register <= 15; register++) {
            words.add(0x9e66_0000 | register << 5 | 11); // fmov x11, d
            difference(11, register);
        }
        int exit = 4 + 4 + 1;
        words.add(0xb400_0000 | (exit + 1) << 5 | 10); // cbz x10, behind the exit
        exit(status);
    }

    /** Writes memory to standard output; a pipe may take several turns. */
    void write(long address, long bytes) {
        load(1, address);
        load(2, bytes);
        int turn = 4 + 4 + 1 + 3;
        words.add(0xb400_0000 | (turn + 1) << 5 | 2); // cbz x2, behind the turn
        load(0, 1);
        load(8, WRITE);
        words.add(SUPERVISOR_CALL);
        words.add(0x8b00_0000 | 1 << 5 | 1); // add x1, x1, x0
        words.add(0xcb00_0000 | 2 << 5 | 2); // sub x2, x2, x0
        words.add(0x1400_0000 | (-turn & 0x3ff_ffff)); // b to the test
    }

    /** Ends the program. */
    void exit(int status) {
        load(0, status);
        load(8, EXIT);
        words.add(SUPERVISOR_CALL);
    }

    byte[] code() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
        words.forEach(bytes::putInt);
        return bytes.array();
    }

    private void difference(int register, int kept) {
        load(12, KEPT + kept);
        words.add(0xca00_0000 | 12 << 16 | register << 5 | 12); // eor x12, register, x12
        words.add(0xaa00_0000 | 12 << 16 | 10 << 5 | 10); // orr x10, x10, x12
    }

    private void load(int register, long value) {
        for (int part = 0; part < 4; part++) {
            int code = part == 0 ? 0xd280_0000 : 0xf280_0000; // movz, movk
            words.add(code | part << 21 | (int) ((value >>> (16 * part)) & 0xffff) << 5 | register);
        }
    }
}
