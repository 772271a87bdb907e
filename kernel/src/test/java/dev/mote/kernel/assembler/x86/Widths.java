package dev.mote.kernel.assembler.x86;

import java.util.List;
import java.util.Map;

/**
 * Widths of the vector operands of each instruction, in order, where they are not all the same at
 * 128, 256 and 512 bits: x, y, z; one word a form.
 */
final class Widths {
    private static final List<String> HALVES = List.of("xx", "yx", "zy");
    private static final List<String> FROM_X = List.of("xx", "yx", "zx");
    private static final List<String> FROM_QUARTER = List.of("xx", "yx", "zx");
    private static final List<String> TO_HALF = List.of("xx", "xy", "yz");
    private static final List<String> TO_QUARTER = List.of("xx", "xy", "xz");

    private static final Map<String, List<String>> EXCEPTIONS =
            Map.ofEntries(
                    Map.entry("vpermd", List.of("yyy", "zzz")),
                    Map.entry("vpermq", List.of("yyy", "zzz")),
                    Map.entry("vpermps", List.of("yyy", "zzz")),
                    Map.entry("vshufi32x4", List.of("yyy", "zzz")),
                    Map.entry("vinserti32x4", List.of("yyx", "zzx")),
                    Map.entry("vinserti64x4", List.of("zzy")),
                    Map.entry("vextracti32x4", List.of("xy", "xz")),
                    Map.entry("vextracti64x4", List.of("yz")),
                    Map.entry("vinserti128", List.of("yyx")),
                    Map.entry("vextracti128", List.of("xy")),
                    Map.entry("vperm2i128", List.of("yyy")),
                    Map.entry("vpextrw", List.of("xx")),
                    Map.entry("vpinsrd", List.of("xxx")),
                    Map.entry("vpinsrq", List.of("xxx")),
                    Map.entry("vfmadd231ss", List.of("xxx")),
                    Map.entry("vbroadcasti32x2", FROM_X),
                    Map.entry("vbroadcasti32x4", List.of("yx", "zx")),
                    Map.entry("vbroadcasti64x4", List.of("zy")),
                    Map.entry("vbroadcastss", FROM_X),
                    Map.entry("vpbroadcastb", FROM_X),
                    Map.entry("vpbroadcastw", FROM_X),
                    Map.entry("vpbroadcastd", FROM_X),
                    Map.entry("vpbroadcastq", FROM_X),
                    Map.entry("vpmovzxbw", HALVES),
                    Map.entry("vpmovzxbd", FROM_QUARTER),
                    Map.entry("vpmovzxbq", FROM_X),
                    Map.entry("vpmovzxwd", HALVES),
                    Map.entry("vpmovzxwq", FROM_QUARTER),
                    Map.entry("vpmovzxdq", HALVES),
                    Map.entry("vpmovsxbw", HALVES),
                    Map.entry("vpmovsxbd", FROM_QUARTER),
                    Map.entry("vpmovsxwd", HALVES),
                    Map.entry("vcvtph2ps", HALVES),
                    Map.entry("vcvtps2ph", TO_HALF),
                    Map.entry("vcvtneps2bf16", TO_HALF),
                    Map.entry("vcvtps2pd", HALVES),
                    Map.entry("vcvtpd2ps", TO_HALF),
                    Map.entry("vbroadcastsd", List.of("yx", "zx")),
                    Map.entry("vpmovqd", TO_HALF),
                    Map.entry("vpmovwb", TO_HALF),
                    Map.entry("vpmovdw", TO_HALF),
                    Map.entry("vpmovdb", TO_QUARTER),
                    Map.entry("vpmovsdb", TO_QUARTER),
                    Map.entry("vmovd", List.of("xx")),
                    Map.entry("vmovq", List.of("xx")));

    private Widths() {}

    /** The forms of an instruction with this many vector operands. */
    static List<String> of(String instruction, int operands) {
        List<String> known = EXCEPTIONS.get(instruction);
        if (known != null) {
            return known.stream()
                    .map(form -> form.substring(0, Math.min(operands, form.length())))
                    .toList();
        }
        return List.of("x".repeat(operands), "y".repeat(operands), "z".repeat(operands));
    }

    static Vec.Width of(char letter) {
        return switch (letter) {
            case 'x' -> Vec.Width.XMM;
            case 'y' -> Vec.Width.YMM;
            case 'z' -> Vec.Width.ZMM;
            default -> throw new IllegalArgumentException("no width is called " + letter);
        };
    }
}
