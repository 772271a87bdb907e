package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Shape.B16;
import static dev.mote.kernel.assembler.aarch64.Shape.D2;
import static dev.mote.kernel.assembler.aarch64.Shape.S4;
import static dev.mote.kernel.assembler.aarch64.Width.D;
import static dev.mote.kernel.assembler.aarch64.Width.S;
import static dev.mote.kernel.generated.aarch64.Plan.TABLES;
import static dev.mote.kernel.generated.aarch64.Plan.TEMPORARIES;

import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.V;
import dev.mote.kernel.assembler.aarch64.X;
import dev.mote.kernel.block.Codebooks;

/**
 * Looks up the points and signs of the IQ2 and IQ3 types, sixteen values at a time.
 *
 * <p>The tables lie behind the code: the points as bytes, and for each pattern of signs eight bytes
 * 1 or −1. Loads and the extraction of indices go to other units than the vector instructions, of
 * which there remain two or four and a multiplication for sixteen values.
 */
final class SignedPoints {
    private SignedPoints() {}

    /**
     * Puts the tables of points of eight magnitudes into the kernel.
     *
     * @param even whether signs are seven bits, of which the eighth follows, or eight
     */
    static void prepareEights(Aarch64Assembler a, long[] points, boolean even) {
        a.adr(TABLES[0], a.constant(Bytes.ofDoubleWords(points)));
        a.adr(TABLES[1], a.constant(signs(even)));
    }

    /** The same for points of four magnitudes. */
    static void prepareFours(Aarch64Assembler a, int[] points, boolean even) {
        a.adr(TABLES[0], a.constant(Bytes.ofWords(points)));
        a.adr(TABLES[1], a.constant(signs(even)));
    }

    private static byte[] signs(boolean even) {
        byte[] signs = new byte[even ? 128 * 8 : 256 * 8];
        for (int i = 0; i < signs.length; i++) {
            int pattern = even ? Codebooks.evenSigns(i / 8) : i / 8;
            signs[i] = (byte) ((pattern >>> (i % 8) & 1) == 0 ? 1 : -1);
        }
        return signs;
    }

    /** Loads the point that {@code index} names as the {@code part}-th of two of eight. */
    static void eight(Aarch64Assembler a, V weights, int part, X index) {
        a.ldrElement(D, part == 0 ? weights : TEMPORARIES[0], TABLES[0], index);
        if (part == 1) {
            a.ins(D2, weights, 1, TEMPORARIES[0], 0);
        }
    }

    /** Loads the point that {@code index} names as the {@code part}-th of four of four. */
    static void four(Aarch64Assembler a, V weights, int part, X index) {
        a.ldrElement(S, part == 0 ? weights : TEMPORARIES[part - 1], TABLES[0], index);
        if (part == 3) {
            a.zip1(S4, weights, weights, TEMPORARIES[0]);
            a.zip1(S4, TEMPORARIES[1], TEMPORARIES[1], TEMPORARIES[2]);
            a.zip1(D2, weights, weights, TEMPORARIES[1]);
        }
    }

    /** Applies the signs that {@code index} names as those of the {@code part}-th eight values. */
    static void sign(Aarch64Assembler a, V weights, int part, X index) {
        a.ldrElement(D, TEMPORARIES[part + 2], TABLES[1], index);
        if (part == 1) {
            a.ins(D2, TEMPORARIES[2], 1, TEMPORARIES[3], 0);
            a.mul(B16, weights, weights, TEMPORARIES[2]);
        }
    }
}
