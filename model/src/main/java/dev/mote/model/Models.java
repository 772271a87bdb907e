package dev.mote.model;

import dev.mote.format.ModelFile;
import dev.mote.format.ModelFormatException;
import dev.mote.kernel.Kernels;
import dev.mote.model.architecture.Architecture;
import dev.mote.model.architecture.Architectures;
import dev.mote.model.blueprint.Blueprint;
import dev.mote.model.graph.MemoryPlan;

import java.util.SortedSet;
import java.util.function.Function;

/**
 * Makes models of open files.
 *
 * <p>A model uses the file's mapped memory and the kernels it is given; both must outlive it and
 * stay the caller's to close. All methods throw {@link UnsupportedArchitectureException} for an
 * architecture that is not known and {@link ModelFormatException} for a file that does not hold
 * what its architecture needs, or holds more than would be used.
 */
public final class Models {
    private Models() {}

    /** What the file's architecture is for. */
    public static ModelKind kind(ModelFile file) {
        return switch (architecture(file)) {
            case Architecture.Decoder _ -> ModelKind.DECODER;
            case Architecture.Encoder _ -> ModelKind.ENCODER;
            case Architecture.EncoderDecoder _ -> ModelKind.ENCODER_DECODER;
        };
    }

    /** The supported architectures by name. */
    public static SortedSet<String> architectures() {
        return Architectures.names();
    }

    /** Opens a causal language model. */
    public static DecoderModel openDecoder(ModelFile file, Kernels kernels) {
        if (architecture(file) instanceof Architecture.Decoder decoder) {
            return reading(
                    file,
                    MemoryPlan.perLayer(),
                    model -> new GraphDecoder(model, decoder.reader().apply(model), kernels));
        }
        throw notA(file, "decoder; it does not continue text");
    }

    /** Opens a text encoder. */
    public static EncoderModel openEncoder(ModelFile file, Kernels kernels) {
        if (architecture(file) instanceof Architecture.Encoder encoder) {
            return reading(
                    file,
                    MemoryPlan.shared(),
                    model -> new GraphEncoder(model, encoder.reader().apply(model), kernels));
        }
        throw notA(file, "encoder; it gives no embeddings");
    }

    /** Opens a sequence-to-sequence model. */
    public static EncoderDecoderModel openEncoderDecoder(ModelFile file, Kernels kernels) {
        if (architecture(file) instanceof Architecture.EncoderDecoder both) {
            return reading(
                    file,
                    MemoryPlan.perLayer(),
                    model -> new GraphEncoderDecoder(model, both.reader().apply(model), kernels));
        }
        throw notA(file, "sequence-to-sequence model");
    }

    private static <T> T reading(ModelFile file, MemoryPlan memory, Function<Blueprint, T> reader) {
        Blueprint blueprint = Blueprint.of(file, name(file), memory);
        boolean complete = false;
        try {
            T model = reader.apply(blueprint);
            blueprint.requireAllTensorsUsed();
            complete = true;
            return model;
        } finally {
            if (!complete) {
                blueprint.close();
            }
        }
    }

    private static Architecture architecture(ModelFile file) {
        if (file.metadata().string("general.type").orElse("model").equals("adapter")) {
            throw new ModelFormatException(
                    file.metadata().source(),
                    "is an adapter; open the model that it changes and load it there");
        }
        return Architectures.named(name(file))
                .orElseThrow(() ->
                        new UnsupportedArchitectureException(
                                file.metadata().source(), name(file), Architectures.names()));
    }

    private static String name(ModelFile file) {
        return file.metadata().requireString("general.architecture");
    }

    private static ModelFormatException notA(ModelFile file, String what) {
        return new ModelFormatException(
                file.metadata().source(), "architecture '%s' is no %s".formatted(name(file), what));
    }
}
