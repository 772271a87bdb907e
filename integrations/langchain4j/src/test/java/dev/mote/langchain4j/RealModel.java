package dev.mote.langchain4j;

import dev.mote.engine.Model;
import dev.mote.testing.Conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** TinyLlama 1.1B Chat in Q8_0, where system property {@code mote.instruct} names its file. */
final class RealModel {
    private static final String PROPERTY = "mote.instruct";

    /** As many as the longest answer asked for needs. */
    static final int OUTPUT_TOKENS_MAX = 80;

    private RealModel() {}

    static boolean present() {
        String file = System.getProperty(PROPERTY, "");
        boolean present = !file.isEmpty() && Files.exists(Path.of(file));
        if (!present) {
            Conformance.skipped(
                    "langchain4j contracts with a real model",
                    "name a Q8_0 file of TinyLlama 1.1B Chat with -Dmote.instruct=FILE");
        }
        return present;
    }

    /** The caller closes it. */
    static Model open() {
        return Model.open(Path.of(System.getProperty(PROPERTY)));
    }

    /**
     * The model's own template, but with examples of what is asked of it here, for it is small: how
     * to repeat, to answer and to call tools, of which its own says nothing.
     */
    static String template() {
        try (InputStream stream = RealModel.class.getResourceAsStream("/taught.jinja")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
