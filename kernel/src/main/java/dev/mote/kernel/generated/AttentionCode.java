package dev.mote.kernel.generated;

import dev.mote.kernel.BlockType;

import org.jspecify.annotations.Nullable;

/**
 * The kernels of attention, each made when it is first needed. Not thread-safe but for what says
 * so; nothing else may add to the table while those are called.
 */
final class AttentionCode {
    private final LazyKernels<BlockType> scores;
    private final LazyKernels<BlockType> mixes;
    private final LazyKernels<BlockType> skippingMixes;
    private final LazyKernels<BlockType> finite;
    private final LazyKernels<AttentionKernels.Bias> softmaxes;
    private final LazyKernels<AttentionKernels.Bias> cappedSoftmaxes;
    private final LazyKernel loadQueries;
    private final LazyKernel finish;

    // Those of the current operation.
    private @Nullable MachineCode currentLoadQueries;
    private @Nullable MachineCode currentScores;
    private @Nullable MachineCode currentSoftmax;
    private @Nullable MachineCode currentMix;
    private BlockType currentType = BlockType.F32;
    private @Nullable MachineCode currentFinish;

    AttentionCode(AttentionKernels set, KernelTable table) {
        scores = new LazyKernels<>(BlockType.class, table, set::scores);
        mixes = new LazyKernels<>(BlockType.class, table, type -> set.mix(type, false));
        skippingMixes = new LazyKernels<>(BlockType.class, table, type -> set.mix(type, true));
        finite = new LazyKernels<>(BlockType.class, table, set::finite);
        softmaxes =
                new LazyKernels<>(
                        AttentionKernels.Bias.class, table, each -> set.softmax(false, each));
        cappedSoftmaxes =
                new LazyKernels<>(
                        AttentionKernels.Bias.class, table, each -> set.softmax(true, each));
        loadQueries = new LazyKernel(table, set::loadQueries);
        finish = new LazyKernel(table, set::finish);
    }

    /** Makes the kernels that an operation needs, if they are not there yet. */
    void choose(BlockType type, boolean capped, AttentionKernels.Bias bias) {
        currentScores = scores.get(type);
        currentSoftmax = (capped ? cappedSoftmaxes : softmaxes).get(bias);
        currentMix = mixes.get(type);
        currentType = type;
        currentLoadQueries = loadQueries.get();
        currentFinish = finish.get();
    }

    MachineCode loadQueries() {
        return MachineCode.present(currentLoadQueries);
    }

    MachineCode scores() {
        return MachineCode.present(currentScores);
    }

    MachineCode softmax() {
        return MachineCode.present(currentSoftmax);
    }

    MachineCode mix() {
        return MachineCode.present(currentMix);
    }

    /** For any thread: rarely needed, so made only then. */
    synchronized MachineCode skippingMix() {
        return skippingMixes.get(currentType);
    }

    /** For any thread: needed only where a tile has keys that some of its queries do not see. */
    synchronized MachineCode finite() {
        return finite.get(currentType);
    }

    MachineCode finish() {
        return MachineCode.present(currentFinish);
    }
}
