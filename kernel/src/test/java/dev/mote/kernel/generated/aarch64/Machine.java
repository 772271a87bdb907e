package dev.mote.kernel.generated.aarch64;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An AArch64 program of kernel calls, run by qemu's user emulation.
 *
 * <p>Every operand ends where its last page ends, and the page behind it is not mapped: to reach
 * past an operand ends the program. After each call the registers that a callee must keep are
 * compared with what they were.
 */
final class Machine {
    private static final long CODE = 0x40_0000;
    private static final long OPERANDS = 0x1000_0000;
    private static final int BROKEN_CONVENTION = 70;

    /** Memory of the program, and after {@link #run} what it holds in the end if it is written. */
    static final class Operand {
        private final long address;
        private final byte[] content;
        private final boolean written;

        private Operand(long address, byte[] content, boolean written) {
            this.address = address;
            this.content = content;
            this.written = written;
        }

        long address() {
            return address;
        }

        ByteBuffer content() {
            return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private record Call(int kernel, Operand slots) {}

    private final List<Operand> operands = new ArrayList<>();
    private final List<byte[]> kernels = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private long next = OPERANDS;

    /** The emulator, where it is installed. */
    static Optional<Path> emulator() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(directory ->
                        Stream.of("qemu-aarch64-static", "qemu-aarch64")
                                .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Memory that the kernels only read. */
    Operand input(byte[] content) {
        return operand(content, false);
    }

    Operand input(float... content) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * content.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(content);
        return input(bytes.array());
    }

    /** Memory to be written, full of 0xaa at first. */
    Operand output(long bytes) {
        byte[] content = new byte[Math.toIntExact(bytes)];
        Arrays.fill(content, (byte) 0xaa);
        return operand(content, true);
    }

    /** Memory to be read and written. */
    Operand changed(float... content) {
        Operand operand = output(4L * content.length);
        operand.content().asFloatBuffer().put(content);
        return operand;
    }

    /** Memory that the kernels may write, of no interest afterwards. */
    Operand scratch(long bytes) {
        byte[] content = new byte[Math.toIntExact(bytes)];
        Arrays.fill(content, (byte) 0xaa);
        return operand(content, false);
    }

    private Operand operand(byte[] content, boolean written) {
        int pages = (content.length + ElfImage.PAGE_BYTES - 1) / ElfImage.PAGE_BYTES;
        long end = next + (long) pages * ElfImage.PAGE_BYTES;
        next = end + ElfImage.PAGE_BYTES;
        Operand operand = new Operand(end - content.length, content, written);
        operands.add(operand);
        return operand;
    }

    /** Adds a call of a kernel. */
    void call(byte[] kernel, long... slots) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * slots.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(slots);
        call(kernel, input(bytes.array()));
    }

    /** Adds a call of a kernel that writes to its parameters. */
    Operand callWriting(byte[] kernel, long... slots) {
        Operand operand = output(8L * slots.length);
        operand.content().asLongBuffer().put(slots);
        call(kernel, operand);
        return operand;
    }

    private void call(byte[] kernel, Operand slots) {
        int index = 0;
        while (index < kernels.size() && !Arrays.equals(kernels.get(index), kernel)) {
            index++;
        }
        if (index == kernels.size()) {
            kernels.add(kernel);
        }
        calls.add(new Call(index, slots));
    }

    /** Runs all calls in order and reads back what is written. */
    void run(Path folder) throws IOException, InterruptedException {
        int[] places = new int[kernels.size()];
        int size = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = size;
            size += (kernels.get(i).length + 63) & -64;
        }
        ByteBuffer code = ByteBuffer.allocate(size);
        for (int i = 0; i < places.length; i++) {
            code.put(places[i], kernels.get(i));
        }

        StartCode start = new StartCode();
        for (Call call : calls) {
            start.call(CODE + places[call.kernel], call.slots.address, BROKEN_CONVENTION);
        }
        operands.stream()
                .filter(operand -> operand.written)
                .forEach(operand -> start.write(operand.address, operand.content.length));
        start.exit(0);

        ElfImage image = new ElfImage();
        image.code(CODE, code.array());
        long entry = (CODE + size + ElfImage.PAGE_BYTES - 1) & -ElfImage.PAGE_BYTES;
        image.code(entry, start.code());
        for (Operand operand : operands) {
            if (operand.content.length > 0) {
                image.memory(operand.address, operand.content);
            }
        }
        execute(folder.resolve("kernels.elf"), image.file(entry));
        Emulation.ran(calls.size());
    }

    private void execute(Path program, byte[] file) throws IOException, InterruptedException {
        Files.write(program, file);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("no permission to execute can be given to " + program);
        }
        Process process =
                new ProcessBuilder(
                                emulator().orElseThrow().toString(),
                                "-cpu",
                                "max",
                                program.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int read = 0;
        int expected = 0;
        try (InputStream results = process.getInputStream()) {
            for (Operand operand : operands) {
                if (operand.written) {
                    expected += operand.content.length;
                    read += results.readNBytes(operand.content, 0, operand.content.length);
                }
            }
        }
        int status = process.waitFor();
        Files.delete(program);
        if (status == BROKEN_CONVENTION) {
            throw new AssertionError("a kernel changed a register that it has to keep");
        }
        if (status != 0 || read != expected) {
            throw new AssertionError(
                    "the program ended with status %d (139: outside its memory), %d of %d bytes"
                            .formatted(status, read, expected));
        }
    }
}
