package dev.mote.kernel.assembler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Grows the bytes of one kernel: code from offset 0, then its constants.
 *
 * <p>References to labels and constants are relative to the place that refers to them, so the
 * finished bytes run at any address. Not thread-safe.
 */
public final class CodeBuffer {
    /** A place in the code, known once it is {@linkplain #bind bound}. */
    public static final class Label {
        private int offset = -1;
    }

    private static final int CONSTANT_ALIGNMENT = 64;

    private record Reference(int at, int end, Label target) {}

    private record Constant(Label label, ByteBuffer bytes) {}

    private byte[] bytes = new byte[1024];
    private int size;
    private final List<Reference> references = new ArrayList<>();
    private final Map<ByteBuffer, Label> known = new HashMap<>();
    private final List<Constant> constants = new ArrayList<>();

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** Appends the low byte of {@code value}. */
    public void emit8(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) value;
    }

    /** Appends four bytes, little-endian. */
    public void emit32(int value) {
        emit8(value);
        emit8(value >> 8);
        emit8(value >> 16);
        emit8(value >> 24);
    }

    /** Appends eight bytes, little-endian. */
    public void emit64(long value) {
        emit32((int) value);
        emit32((int) (value >> 32));
    }

    /** Says that {@code label} is here. */
    public void bind(Label label) {
        if (label.offset >= 0) {
            throw new IllegalStateException("label bound twice, at " + label.offset);
        }
        label.offset = size;
    }

    /**
     * Appends a 32-bit distance from the end of the instruction to {@code target}.
     *
     * @param trailing bytes of the instruction that follow the distance
     */
    public void emitDistance32(Label target, int trailing) {
        references.add(new Reference(size, size + 4 + trailing, target));
        emit32(0);
    }

    /** Pads with {@code filler} bytes until the size is a multiple of {@code alignment}. */
    public void align(int alignment, int filler) {
        while (size % alignment != 0) {
            emit8(filler);
        }
    }

    /**
     * A constant behind the code, at an address that is a multiple of 64 where the code starts at
     * one; equal constants share a place.
     */
    public Label constant(byte[] value) {
        return known.computeIfAbsent(
                ByteBuffer.wrap(value.clone()).asReadOnlyBuffer(),
                bytes -> {
                    Label label = new Label();
                    constants.add(new Constant(label, bytes));
                    return label;
                });
    }

    /** A constant of 32-bit integers. */
    public Label constant(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return constant(buffer.array());
    }

    /** A constant of floats. */
    public Label constant(float... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return constant(buffer.array());
    }

    /** A constant of 16-bit integers. */
    public Label constant(short... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asShortBuffer().put(values);
        return constant(buffer.array());
    }

    /** A constant of 64-bit integers. */
    public Label constant(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return constant(buffer.array());
    }

    /** Places the constants, resolves all references and returns the finished code. */
    public byte[] finish() {
        for (Constant constant : constants) {
            align(CONSTANT_ALIGNMENT, 0);
            bind(constant.label());
            for (int i = 0; i < constant.bytes().limit(); i++) {
                emit8(constant.bytes().get(i));
            }
        }
        constants.clear();
        byte[] code = Arrays.copyOf(bytes, size);
        ByteBuffer patched = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
        for (Reference reference : references) {
            if (reference.target().offset < 0) {
                throw new IllegalStateException(
                        "label used at %d is bound nowhere".formatted(reference.at()));
            }
            patched.putInt(reference.at(), reference.target().offset - reference.end());
        }
        return code;
    }
}
