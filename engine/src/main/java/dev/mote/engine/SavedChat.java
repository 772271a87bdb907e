package dev.mote.engine;

import dev.mote.model.ContextOverflowException;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a conversation with the KV cache of its sequence to a file, and takes it up again. */
final class SavedChat {
    private final ModelRuntime runtime;
    private final Sequence sequence;

    SavedChat(ModelRuntime runtime, Sequence sequence) {
        this.runtime = runtime;
        this.sequence = sequence;
    }

    void save(Path file, String systemPrompt, int firstShown, List<ChatMessage> messages)
            throws IOException {
        alone(() -> {
            // What serves only these adapters, or only this capacity, is read again.
            boolean plain = sequence.adapters().isEmpty() && !runtime.keysDependOnCapacity();
            SessionFile.Contents contents =
                    new SessionFile.Contents(
                            runtime.options().kvType().name(),
                            systemPrompt,
                            firstShown,
                            messages,
                            plain ? sequence.readTokens() : new int[0]);
            SessionFile.write(
                    file,
                    ModelIdentity.of(runtime.file()),
                    contents,
                    target -> {
                        if (plain) {
                            sequence.save(target);
                        }
                    });
        });
    }

    SessionFile.Contents restore(Path file) throws IOException {
        SessionFile.Contents[] found = new SessionFile.Contents[1];
        alone(() -> {
            try (SessionFile.Opened opened =
                    SessionFile.open(
                            file,
                            ModelIdentity.of(runtime.file()),
                            sequence.promisedBytes(),
                            sequence.capacity())) {
                SessionFile.Contents contents = opened.contents();
                String kvType = runtime.options().kvType().name();
                int[] tokens = contents.tokens();
                requireKnown(file, tokens);
                if (tokens.length > 0 && !contents.kvType().equals(kvType)) {
                    throw new SessionFileException(
                            file,
                            "has its KV cache in %s, the model is open with %s"
                                    .formatted(contents.kvType(), kvType));
                }
                if (tokens.length > 0) {
                    opened.state(file, source -> sequence.restore(tokens, source));
                }
                found[0] = contents;
            } catch (EOFException | IllegalArgumentException | ContextOverflowException e) {
                throw new SessionFileException(file, "does not fit this model: " + e.getMessage());
            }
        });
        return found[0];
    }

    private void requireKnown(Path file, int[] tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= runtime.network().vocabularySize()) {
                throw new SessionFileException(file, "holds a token that the model has not");
            }
        }
    }

    @FunctionalInterface
    private interface Transfer {
        void run() throws IOException;
    }

    /** While nothing computes. */
    private void alone(Transfer transfer) throws IOException {
        IOException[] failure = new IOException[1];
        runtime.compute(
                sequence,
                writer -> {
                    try {
                        transfer.run();
                    } catch (IOException e) {
                        failure[0] = e;
                    }
                });
        if (failure[0] != null) {
            throw failure[0];
        }
    }
}
