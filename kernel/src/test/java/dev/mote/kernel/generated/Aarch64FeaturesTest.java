package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Capabilities as the kernel of Linux reports them for known processors. */
class Aarch64FeaturesTest {
    @Test
    void cortexA72HasNoDotProducts() {
        assertThat(Aarch64Features.decode(0xff, 0))
                .isEqualTo(new Aarch64Features(false, false, false));
    }

    @Test
    void neoverseN1HasDotProductsOnly() {
        assertThat(Aarch64Features.decode(0x10_ffff, 0))
                .isEqualTo(new Aarch64Features(true, false, false));
    }

    @Test
    void matrixProductsAndBfloat16AreInTheSecondWord() {
        assertThat(Aarch64Features.decode(0x10_ffff, 1 << 13))
                .isEqualTo(new Aarch64Features(true, true, false));
        assertThat(Aarch64Features.decode(0x10_ffff, 1 << 13 | 1 << 14))
                .isEqualTo(new Aarch64Features(true, true, true));
    }

    @Test
    void nothingIsOfferedWithoutAdvancedSimd() {
        assertThat(Aarch64Features.decode(0x10_fffd, 1 << 13 | 1 << 14))
                .isEqualTo(new Aarch64Features(false, false, false));
    }
}
