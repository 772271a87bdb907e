package dev.mote.kernel.assembler.aarch64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Instructions of 32 bits in order, followed by constants; places are labels, resolved at the end.
 *
 * <p>Everything is relative to the program counter, so the bytes run at any address.
 */
public abstract sealed class InstructionStream permits IntegerInstructions {
    private static final int CONSTANT_ALIGNMENT = 16;

    /** Where in an instruction a distance to a label goes, and how far it reaches. */
    enum Reach {
        /** Words, 26 bits at bit 0: B. */
        BRANCH(26),
        /** Words, 19 bits at bit 5: conditional branches, literal loads. */
        NEAR(19),
        /** Bytes, 21 bits of which the lowest two are bits 29 and 30: ADR. */
        ADDRESS(21);

        private final int bits;

        Reach(int bits) {
            this.bits = bits;
        }

        int encode(int distanceBytes) {
            int distance = this == ADDRESS ? distanceBytes : distanceBytes >> 2;
            if (distance >= 1 << (bits - 1) || distance < -1 << (bits - 1)) {
                throw new IllegalStateException(
                        "a label %d bytes away is out of reach of %s"
                                .formatted(distanceBytes, this));
            }
            int field = distance & ((1 << bits) - 1);
            return switch (this) {
                case BRANCH -> field;
                case NEAR -> field << 5;
                case ADDRESS -> (field & 3) << 29 | field >>> 2 << 5;
            };
        }
    }

    private record Reference(int word, Reach reach, Label label) {}

    private static final class Constant {
        final byte[] bytes;
        final Label label = new Label();

        Constant(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private int[] words = new int[256];
    private int count;
    private final List<Reference> references = new ArrayList<>();
    private final List<Constant> constants = new ArrayList<>();

    InstructionStream() {}

    /** Instructions so far. */
    public final int count() {
        return count;
    }

    /** A label to be bound later. */
    public final Label label() {
        return new Label();
    }

    /** Binds {@code label} to the next instruction. */
    public final void bind(Label label) {
        label.bind(4 * count);
    }

    /** A label at the next instruction. */
    public final Label here() {
        Label label = new Label();
        bind(label);
        return label;
    }

    /** The label of {@code bytes}, which will lie behind the code, aligned to 16 bytes. */
    public final Label constant(byte[] bytes) {
        for (Constant known : constants) {
            if (Arrays.equals(known.bytes, bytes)) {
                return known.label;
            }
        }
        Constant constant = new Constant(bytes.clone());
        constants.add(constant);
        return constant.label;
    }

    /** The code with its constants. Nothing can be added afterwards. */
    public final byte[] finish() {
        int size = aligned(4 * count);
        for (Constant constant : constants) {
            constant.label.bind(size);
            size = aligned(size + constant.bytes.length);
        }
        for (Reference reference : references) {
            int distance = reference.label.offset() - 4 * reference.word;
            words[reference.word] |= reference.reach.encode(distance);
        }
        references.clear();
        ByteBuffer code = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        code.asIntBuffer().put(words, 0, count);
        for (Constant constant : constants) {
            code.put(constant.label.offset(), constant.bytes);
        }
        return code.array();
    }

    final void emit(int word) {
        if (count == words.length) {
            words = Arrays.copyOf(words, 2 * count);
        }
        words[count++] = word;
    }

    final void emit(int word, Reach reach, Label label) {
        references.add(new Reference(count, reach, label));
        emit(word);
    }

    /** Checks that an operand fits its field. */
    static int field(int value, int least, int most, String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s %d is not within %d to %d".formatted(what, value, least, most));
        }
        return value;
    }

    private static int aligned(int size) {
        return (size + CONSTANT_ALIGNMENT - 1) & -CONSTANT_ALIGNMENT;
    }
}
