package dev.mote.kernel.generated.aarch64;

import static dev.mote.kernel.assembler.aarch64.Width.Q;
import static dev.mote.kernel.generated.aarch64.Plan.WEIGHTS;

import dev.mote.kernel.BlockType;
import dev.mote.kernel.assembler.aarch64.Aarch64Assembler;
import dev.mote.kernel.assembler.aarch64.X;

/** Q8_0: signed bytes as they are. */
record ByteBlocks() implements WeightFormat {
    @Override
    public BlockType type() {
        return BlockType.Q8_0;
    }

    @Override
    public int group() {
        return 32;
    }

    @Override
    public int zeroPoint() {
        return 0;
    }

    @Override
    public boolean hasMins() {
        return false;
    }

    @Override
    public void prepare(Aarch64Assembler a) {
        // Nothing but the bytes is needed.
    }

    @Override
    public void unpack(Aarch64Assembler a, X row, int half, int groups) {
        int bytes = type().blockBytes();
        Halves.scales(a, row, bytes, groups);
        for (int i = 0; i < groups; i++) {
            a.ldr(Q, WEIGHTS[2 * i], row, i * bytes + 2);
            a.ldr(Q, WEIGHTS[2 * i + 1], row, i * bytes + 18);
        }
    }
}
