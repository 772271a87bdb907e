package dev.mote.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The lines of standard input, each decoded as it comes so that a bad one can be named. */
final class InputLines {
    private final InputStream input;
    private long offset;
    private long number;

    InputLines(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    /**
     * The next line without its end, or null after the last.
     *
     * @throws Fault if it is too long or not UTF-8
     */
    @Nullable String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = input.read();
        if (c < 0) {
            return null;
        }
        number++;
        long start = offset;
        for (; c >= 0 && c != '\n' && line.size() <= PromptText.BYTES_MAX; c = input.read()) {
            line.write(c);
        }
        offset = start + line.size() + 1;
        String text =
                PromptText.decode(
                        line.toByteArray(), "line " + number + " of standard input", start);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
