package dev.mote.kernel.generated.x86.avx2;

import dev.mote.kernel.assembler.x86.Avx2Assembler;
import dev.mote.kernel.assembler.x86.Mem;
import dev.mote.kernel.assembler.x86.Vec;

/**
 * How weights are multiplied with activations: sums of four products of bytes, added to a
 * doubleword.
 *
 * <p>AVX-VNNI has an instruction for it that takes unsigned weights of any size. AVX2 alone adds
 * two products to a word first, which saturates at 32767: weights w and activations q (|q| ≤ 127)
 * are safe while 2 · w · 127 ≤ 32767, so up to 129. Types that need more than 0 … 127 have signed
 * weights there, whose magnitude (at most 128) is multiplied by the activation with the weight's
 * sign. An activation of −128, whose negation is wrong, occurs only where its scale is not finite,
 * and so is the result then.
 */
enum ByteProducts {
    /** One instruction; all weights are unsigned. */
    DOT,
    /** Products to words, words to doublewords, addition. */
    MULTIPLY_ADD;

    private static final int ACTIVATION_MAX = 127;

    /**
     * Makes of weights what {@link #add} wants: their magnitudes where they are signed.
     *
     * @return the register to use
     */
    Vec magnitudes(Avx2Assembler a, boolean signed, Vec weights, Vec target) {
        if (!signed) {
            return weights;
        }
        a.vpabsb(target, weights);
        return target;
    }

    /**
     * sum += products of weights with activations.
     *
     * @param magnitudes what {@link #magnitudes} made
     * @param signs the weights themselves where they are signed, else ignored
     * @param temp overwritten
     */
    void add(
            Avx2Assembler a,
            boolean signed,
            Vec sum,
            Vec magnitudes,
            Vec signs,
            Mem activations,
            Vec temp) {
        if (this == DOT) {
            a.vpdpbusd(sum, magnitudes, activations);
        } else if (signed) {
            a.vmovdqu(temp, activations);
            a.vpsignb(temp, temp, signs);
            a.vpmaddubsw(temp, magnitudes, temp);
            widen(a, sum, temp);
        } else {
            a.vpmaddubsw(temp, magnitudes, activations);
            widen(a, sum, temp);
        }
    }

    /** sum += pairs of words in {@code words}, which are overwritten. */
    static void widen(Avx2Assembler a, Vec sum, Vec words) {
        a.vpmaddwd(words, words, Constants.words(a, 1));
        a.vpaddd(sum, sum, words);
    }

    /** Whether sums over a group of columns fit words. */
    boolean groupFitsWords(Unpack unpack) {
        return this == MULTIPLY_ADD
                && !unpack.signed
                && unpack.largest * ACTIVATION_MAX * 2 * (unpack.group / 4) <= Short.MAX_VALUE;
    }
}
