package dev.mote.kernel.generated;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Bits as in Intel's SDM, volume 2, CPUID. */
class X86FeaturesTest {
    private static final long FMA_F16C = 1L << 12 | 1L << 29;
    private static final long AVX2_BMI2 = 1L << 5 | 1L << 8;
    private static final long AVX512 = 1L << 16 | 1L << 17 | 1L << 30 | 1L << 31;
    private static final long VBMI_GFNI_VNNI_BITALG = 1L << 1 | 1L << 8 | 1L << 11 | 1L << 12;
    private static final long AVX_VNNI = 1L << 4;
    private static final long SAVES_256 = 0x7;
    private static final long SAVES_512 = 0xE7;

    @Test
    void seesNothingWhereTheSystemSavesNoWideRegisters() {
        assertThat(
                        X86Features.decode(
                                FMA_F16C, AVX2_BMI2 | AVX512, VBMI_GFNI_VNNI_BITALG, AVX_VNNI, 0x3))
                .isEqualTo(new X86Features(false, false, false));
    }

    @Test
    void seesAvx2WithFmaF16cAndBmi2() {
        assertThat(X86Features.decode(FMA_F16C, AVX2_BMI2, 0, 0, SAVES_256))
                .isEqualTo(new X86Features(true, false, false));
    }

    @Test
    void wantsAllThatTheKernelsOfAvx2Use() {
        for (long missing : new long[] {1L << 12, 1L << 29}) {
            assertThat(X86Features.decode(FMA_F16C & ~missing, AVX2_BMI2, 0, 0, SAVES_256).avx2())
                    .isFalse();
        }
        for (long missing : new long[] {1L << 5, 1L << 8}) {
            assertThat(X86Features.decode(FMA_F16C, AVX2_BMI2 & ~missing, 0, 0, SAVES_256).avx2())
                    .isFalse();
        }
    }

    @Test
    void seesDotProductsWithVexEncoding() {
        assertThat(X86Features.decode(FMA_F16C, AVX2_BMI2, 0, AVX_VNNI, SAVES_256))
                .isEqualTo(new X86Features(true, true, false));
        assertThat(X86Features.decode(FMA_F16C, 0, 0, AVX_VNNI, SAVES_256).avxVnni()).isFalse();
    }

    @Test
    void seesAvx512WithAllItsExtensions() {
        assertThat(
                        X86Features.decode(
                                FMA_F16C, AVX2_BMI2 | AVX512, VBMI_GFNI_VNNI_BITALG, 0, SAVES_512))
                .isEqualTo(new X86Features(true, false, true));
    }

    @Test
    void fallsToAvx2WhereAnExtensionOfAvx512OrItsSavingIsMissing() {
        X86Features avx2 = new X86Features(true, false, false);
        long ebx = AVX2_BMI2 | AVX512;
        assertThat(X86Features.decode(FMA_F16C, ebx, VBMI_GFNI_VNNI_BITALG, 0, SAVES_256))
                .isEqualTo(avx2);
        for (int bit : new int[] {16, 17, 30, 31}) {
            assertThat(
                            X86Features.decode(
                                    FMA_F16C,
                                    ebx & ~(1L << bit),
                                    VBMI_GFNI_VNNI_BITALG,
                                    0,
                                    SAVES_512))
                    .isEqualTo(avx2);
        }
        for (int bit : new int[] {1, 8, 11, 12}) {
            assertThat(
                            X86Features.decode(
                                    FMA_F16C,
                                    ebx,
                                    VBMI_GFNI_VNNI_BITALG & ~(1L << bit),
                                    0,
                                    SAVES_512))
                    .isEqualTo(avx2);
        }
    }

    @Test
    void ignoresWhatElseTheRegistersSay() {
        assertThat(X86Features.decode(-1, -1, -1, -1, -1))
                .isEqualTo(new X86Features(true, true, true));
        assertThat(X86Features.decode(0, 0, 0, 0, 0))
                .isEqualTo(new X86Features(false, false, false));
    }
}
