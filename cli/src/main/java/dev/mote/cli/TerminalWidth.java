package dev.mote.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How wide the terminal is. */
final class TerminalWidth {
    private TerminalWidth() {}

    /** From {@code COLUMNS}, else from {@code stty}; 0 where neither tells. */
    static int columns() {
        String set = System.getenv("COLUMNS");
        return set != null && set.matches("[1-9]\\d{0,3}") ? Integer.parseInt(set) : asked();
    }

    private static int asked() {
        File terminal = new File("/dev/tty");
        if (!terminal.canRead()) {
            return 0;
        }
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(terminal)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String size =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return size.matches("\\d+ [1-9]\\d{0,3}\\s*")
                    ? Integer.parseInt(size.strip().split(" ", 2)[1])
                    : 0;
        } catch (IOException e) {
            return 0; // no such program, or no terminal of this process
        }
    }
}
