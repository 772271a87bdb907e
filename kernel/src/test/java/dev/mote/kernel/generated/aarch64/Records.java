package dev.mote.kernel.generated.aarch64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Quantised activations, made and read in plain Java. */
final class Records {
    private final int columns;
    private final byte[] quantised;
    private final float[] scales;
    private final int[] sums16;

    /** What quantisation has to give, bit by bit. */
    Records(float... row) {
        columns = row.length;
        int padded = (columns + 255) & -256;
        quantised = new byte[padded];
        scales = new float[padded / 32];
        sums16 = new int[padded / 16];
        for (int group = 0; group < scales.length; group++) {
            int end = Math.min(columns, 32 * group + 32);
            int largest = 0;
            for (int i = 32 * group; i < end; i++) {
                int magnitude = Float.floatToRawIntBits(row[i]) & 0x7fff_ffff;
                largest = Math.max(largest, magnitude);
            }
            boolean zero = largest < Float.floatToRawIntBits(0x1p-120f);
            float magnitude = Float.intBitsToFloat(largest);
            scales[group] = zero ? 0 : magnitude / 127;
            float inverse = zero ? 0 : 127 / magnitude;
            for (int i = 32 * group; i < end; i++) {
                quantised[i] = (byte) Math.clamp(Math.rint((double) (row[i] * inverse)), -128, 127);
                sums16[i / 16] += quantised[i];
            }
        }
    }

    /** As {@link RecordLayout} defines it. */
    byte[] record(int zeroPoint) {
        int bytes = Math.toIntExact(RecordLayout.bytes(columns));
        ByteBuffer record = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        record.put(quantised);
        for (int sum : sums16) {
            record.putInt(-zeroPoint * sum);
        }
        for (int group = 0; group < scales.length; group++) {
            record.putInt(-zeroPoint * sum32(group));
        }
        for (float scale : scales) {
            record.putFloat(scale);
        }
        for (int i = 0; i < sums16.length; i++) {
            record.putFloat(scales[i / 2] * sums16[i]);
        }
        for (int group = 0; group < scales.length; group++) {
            record.putFloat(scales[group] * sum32(group));
        }
        return record.array();
    }

    /** As {@link LineLayout} defines it. */
    byte[] lines() {
        int bytes = Math.toIntExact(LineLayout.bytes(columns));
        ByteBuffer lines = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int group = 0; lines.hasRemaining(); group++) {
            lines.put(Arrays.copyOfRange(quantised, 32 * group, 32 * group + 32));
            lines.putFloat(scales[group]);
            lines.putFloat(scales[group] * sum32(group));
            lines.putFloat(scales[group] * sums16[2 * group]);
            lines.putFloat(scales[group] * sums16[2 * group + 1]);
            lines.position(lines.position() + 16);
        }
        return lines.array();
    }

    private int sum32(int group) {
        return sums16[2 * group] + sums16[2 * group + 1];
    }

    /** The activations that the bytes stand for. */
    double[] values() {
        double[] values = new double[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = (double) scales[i / 32] * quantised[i];
        }
        return values;
    }
}
