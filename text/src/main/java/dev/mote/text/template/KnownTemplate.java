package dev.mote.text.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Chat formats in common use, for models whose file has no template. They are chosen by name and
 * never guessed: a model answers badly in a format it was not trained on, and nothing shows why.
 */
public enum KnownTemplate {
    /** Turns between {@code <|im_start|>} and {@code <|im_end|>}: Qwen, SmolLM2 and many more. */
    CHATML,
    /** {@code [INST]} with the system prompt in {@code <<SYS>>}: Llama 2. */
    LLAMA2,
    /** Roles between {@code <|start_header_id|>} and {@code <|end_header_id|>}: Llama 3. */
    LLAMA3,
    /** {@code <|user|>} on a line of its own, turns ended by EOS: Zephyr, TinyLlama. */
    ZEPHYR,
    /** {@code <start_of_turn>}, the system prompt joined to the first turn: Gemma 1 to 3. */
    GEMMA,
    /** {@code <|user|>} to {@code <|end|>}: Phi-3. */
    PHI3,
    /** {@code [INST]} without a place for a system prompt but the last turn: Mistral 7B. */
    MISTRAL,
    /** {@code USER:} and {@code ASSISTANT:} on one line: Vicuna. */
    VICUNA,
    /** {@code ### Instruction:} and {@code ### Response:}: Alpaca. */
    ALPACA;

    /** All names, as {@link #named} takes them. */
    public static List<String> names() {
        return Arrays.stream(values()).map(KnownTemplate::label).toList();
    }

    /**
     * The template of a name, whatever its case.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static KnownTemplate named(String name) {
        for (KnownTemplate template : values()) {
            if (template.label().equalsIgnoreCase(name)) {
                return template;
            }
        }
        throw new IllegalArgumentException(
                "no chat template is named '"
                        + name
                        + "'; there are "
                        + String.join(", ", names()));
    }

    /** Its name. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its Jinja source. */
    public String source() {
        String resource = label() + ".jinja";
        try (InputStream in =
                Objects.requireNonNull(
                        KnownTemplate.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compiled template. */
    public ChatTemplate compile() {
        return ChatTemplate.compile("chat template '" + label() + "'", source());
    }
}
