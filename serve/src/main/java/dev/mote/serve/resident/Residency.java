package dev.mote.serve.resident;

import dev.mote.engine.MemoryNeed;
import dev.mote.engine.Model;
import dev.mote.engine.ModelDescription;
import dev.mote.model.ModelKind;
import dev.mote.serve.OfferedModel;
import dev.mote.serve.ServedModel;

import org.jspecify.annotations.Nullable;

/** One model's place in memory. Guarded by the lock of {@link ResidentModels}. */
final class Residency {
    final OfferedModel offer;
    @Nullable ServedModel model;
    @Nullable ModelDescription description;
    boolean opening;
    boolean closing;
    int users;
    long usedLastNanos;

    /** Taken while the model is open or opening; thought, until it was open once. */
    long bytes;

    Residency(OfferedModel offer) {
        this.offer = offer;
        model = offer.open().orElse(null);
        description = model == null ? null : model.model().description();
        bytes = model == null ? offer.bytes() : bytesOf(model.model());
    }

    /** Whether it may be closed to make room. */
    boolean idle() {
        return model != null && users == 0 && offer.open().isEmpty();
    }

    boolean takesMemory() {
        return model != null || opening || closing;
    }

    /** Weights, and the KV cache of a full context. */
    static long bytesOf(Model model) {
        long weights = model.description().weightsBytes();
        if (model.description().kind() == ModelKind.ENCODER) {
            return weights;
        }
        MemoryNeed need = model.memoryNeed(model.description().contextLength());
        return weights + need.kvBytes();
    }
}
