package dev.mote.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The prompt of a command: arguments, a file, standard input. */
final class PromptText {
    /** Far beyond any context length of a compact model. */
    static final int BYTES_MAX = 64 << 20;

    private PromptText() {}

    /**
     * Joins what was given.
     *
     * @param missing what to say to a person at a terminal who gave nothing
     * @throws Fault if nothing was given, it is too long, or it is not UTF-8
     */
    static String of(List<String> words, @Nullable Path file, InputStream input, String missing)
            throws IOException {
        String arguments = String.join(" ", words);
        if (arguments.indexOf('\uFFFD') >= 0) {
            throw new Fault(
                    ExitCode.USAGE,
                    "the text holds bytes that are not UTF-8; check the terminal's encoding, or"
                            + " pass the text by --file or a pipe");
        }
        String more = "";
        if (file != null) {
            more = read(file);
        } else if (arguments.isEmpty()) {
            if (StandardInput.isTerminal()) {
                throw new Fault(ExitCode.USAGE, missing);
            }
            more = decode(input.readNBytes(BYTES_MAX + 1), "standard input", 0);
        }
        String text = join(arguments, more.strip());
        if (text.isBlank()) {
            throw new Fault(ExitCode.USAGE, "the text is empty");
        }
        return text;
    }

    /** Reads a UTF-8 file of bounded size. */
    static String read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new Fault(ExitCode.USAGE, "'" + file + "' is a folder; name a file in it");
        }
        try (InputStream input = Files.newInputStream(file)) {
            return decode(input.readNBytes(BYTES_MAX + 1), "'" + file + "'", 0);
        }
    }

    private static String join(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "\n\n" + second;
    }

    /**
     * Decodes UTF-8.
     *
     * @param where what it was read from, for messages
     * @param offset where in that the bytes begin
     * @throws Fault if there is more than {@link #BYTES_MAX} or it is not UTF-8
     */
    static String decode(byte[] bytes, String where, long offset) {
        if (bytes.length > BYTES_MAX) {
            throw new Fault(
                    ExitCode.USAGE, where + " is longer than " + (BYTES_MAX >> 20) + " MiB");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(buffer)
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Fault(
                    ExitCode.USAGE,
                    "%s is not UTF-8: invalid bytes at offset %d; convert it first, for example with iconv"
                            .formatted(where, offset + buffer.position()));
        }
    }
}
