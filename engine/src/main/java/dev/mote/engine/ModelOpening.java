package dev.mote.engine;

import dev.mote.format.ModelFile;
import dev.mote.kernel.Kernels;
import dev.mote.model.ModelFiles;
import dev.mote.model.Models;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Opens file, kernels, tokenizer and network, and closes what is open when one of them fails. */
final class ModelOpening {
    private ModelOpening() {}

    static ModelRuntime open(Path path, ModelOptions options) {
        Deque<Runnable> undo = new ArrayDeque<>();
        boolean complete = false;
        try {
            // The kernels need nothing of the file, and the network no tokenizer.
            Concurrent<Kernels> opening =
                    Concurrent.start("mote-kernels", () -> Kernels.open(options.threads()));
            undo.push(() -> opening.outcome().ifPresent(Kernels::close));
            ModelFile file = ModelFiles.open(path);
            undo.push(file::close);
            Concurrent<Tokenizer> reading =
                    Concurrent.start("mote-tokenizer", () -> Tokenizers.of(file));
            undo.push(reading::outcome); // it reads the file
            Kernels kernels = opening.result();
            Network network = network(file, kernels);
            undo.push(network::close);
            Tokenizer tokenizer = reading.result();
            new EmbeddedTokens(file, tokenizer, network.vocabularySize()).requireText();
            ModelRuntime runtime = new ModelRuntime(file, kernels, tokenizer, network, options);
            complete = true;
            return runtime;
        } finally {
            while (!complete && !undo.isEmpty()) {
                undo.pop().run();
            }
        }
    }

    private static Network network(ModelFile file, Kernels kernels) {
        return switch (Models.kind(file)) {
            case DECODER -> new Network.Decoder(Models.openDecoder(file, kernels));
            case ENCODER -> new Network.Encoder(Models.openEncoder(file, kernels));
            case ENCODER_DECODER ->
                    new Network.EncoderDecoder(Models.openEncoderDecoder(file, kernels));
        };
    }
}
