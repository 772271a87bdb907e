package dev.mote.text.grammar.automaton;

import java.util.BitSet;

/** Bytes that no state of a program tells apart, as one symbol. Immutable. */
final class Alphabet {
    static final int BYTES = 256;

    private final byte[] classes = new byte[BYTES];
    private final int[] examples;

    private Alphabet(BitSet borders) {
        examples = new int[borders.cardinality() + 1];
        int symbol = 0;
        for (int value = 0; value < BYTES; value++) {
            if (value > 0 && borders.get(value)) {
                symbol++;
                examples[symbol] = value;
            }
            classes[value] = (byte) symbol;
        }
    }

    static Alphabet of(Program program) {
        BitSet borders = new BitSet();
        for (int state = 0; state < program.states(); state++) {
            int[] bytes = program.bytes(state);
            for (int i = 0; i < bytes.length; i += 3) {
                borders.set(bytes[i]);
                borders.set(bytes[i + 1] + 1);
            }
        }
        borders.clear(0);
        borders.clear(BYTES);
        return new Alphabet(borders);
    }

    int size() {
        return examples.length;
    }

    int symbol(byte value) {
        return classes[value & 0xff] & 0xff;
    }

    /** One of the bytes of a symbol. */
    int example(int symbol) {
        return examples[symbol];
    }
}
