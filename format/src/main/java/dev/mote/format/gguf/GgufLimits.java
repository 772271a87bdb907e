package dev.mote.format.gguf;

/** What a GGUF file may ask for, whatever its counts say. */
final class GgufLimits {
    /** Bytes of header that are looked at: metadata and tensor table of any known model fit. */
    static final int HEADER_BYTES_MAX = 1 << 30;

    static final int KEY_COUNT_MAX = 65_536;
    static final int KEY_BYTES_MAX = 65_535;
    static final int STRING_BYTES_MAX = 64 << 20;
    static final int TENSOR_COUNT_MAX = 65_536;
    static final int TENSOR_NAME_BYTES_MAX = 256;
    static final int DIMENSION_COUNT_MAX = 4;
    static final int ALIGNMENT_MAX = 1 << 20;
    static final int ALIGNMENT_DEFAULT = 32;

    /** Files of one split model. */
    static final int PART_COUNT_MAX = 1_000;

    /** Smallest key/value pair: empty key, type and one byte. */
    static final int KEY_VALUE_BYTES_MIN = 8 + 4 + 1;

    /** Smallest tensor entry: one character of name, no dimension, type and offset. */
    static final int TENSOR_ENTRY_BYTES_MIN = 8 + 1 + 4 + 4 + 8;

    private GgufLimits() {}

    static boolean isAlignment(long value) {
        return value >= 8 && value <= ALIGNMENT_MAX && Long.bitCount(value) == 1;
    }
}
