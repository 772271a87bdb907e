package dev.mote.kernel.generated.aarch64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Activation records, made and read in plain Java. */
final class Records {
    private Records() {}

    static int padded(int columns) {
        return (columns + 255) & -256;
    }

    static int bytes(int columns) {
        int padded = padded(columns);
        return 2 * padded + padded / 2 + padded / 4 + padded / 8;
    }

    /** What quantisation has to give, bit by bit. */
    static byte[] quantise(float[] row, int zeroPoint) {
        int padded = padded(row.length);
        ByteBuffer record = ByteBuffer.allocate(bytes(row.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (int group = 0; group < padded / 32; group++) {
            int largest = 0;
            for (int i = 32 * group; i < Math.min(row.length, 32 * group + 32); i++) {
                int magnitude = Float.floatToRawIntBits(row[i]) & 0x7fff_ffff;
                largest = Math.max(largest, magnitude);
            }
            boolean zero = largest < Float.floatToRawIntBits(0x1p-120f);
            float magnitude = Float.intBitsToFloat(largest);
            float scale = zero ? 0 : magnitude / 127;
            float inverse = zero ? 0 : 127 / magnitude;
            int[] sums = new int[8];
            for (int i = 32 * group; i < Math.min(row.length, 32 * group + 32); i++) {
                int quantised = (int) Math.clamp(Math.rint((double) (row[i] * inverse)), -128, 127);
                record.put(i, (byte) quantised);
                sums[i % 32 / 4] += quantised;
            }
            int sum16 = sums[0] + sums[1] + sums[2] + sums[3];
            int other16 = sums[4] + sums[5] + sums[6] + sums[7];
            for (int i = 0; i < 8; i++) {
                record.putInt(padded + 32 * group + 4 * i, -zeroPoint * sums[i]);
            }
            record.putInt(2 * padded + 8 * group, -zeroPoint * sum16);
            record.putInt(2 * padded + 8 * group + 4, -zeroPoint * other16);
            int sums32 = 2 * padded + padded / 4;
            record.putInt(sums32 + 4 * group, -zeroPoint * (sum16 + other16));
            int scales = sums32 + padded / 8;
            record.putFloat(scales + 4 * group, scale);
            int scaled = scales + padded / 8;
            record.putFloat(scaled + 8 * group, scale * sum16);
            record.putFloat(scaled + 8 * group + 4, scale * other16);
            record.putFloat(scaled + padded / 4 + 4 * group, scale * (sum16 + other16));
        }
        return record.array();
    }

    /** The activations that a record stands for. */
    static double[] values(byte[] record, int columns) {
        ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int padded = padded(columns);
        double[] values = new double[columns];
        for (int i = 0; i < columns; i++) {
            float scale = bytes.getFloat(2 * padded + padded / 4 + padded / 8 + (i / 32) * 4);
            values[i] = (double) scale * bytes.get(i);
        }
        return values;
    }
}
