package dev.mote.cli;

import dev.mote.testing.Conformance;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs command lines in this process and keeps what they print. */
final class Shell {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int exitCode;

    static Shell run(Object... words) {
        Shell shell = new Shell();
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        Console console =
                new Console(
                        new PrintStream(shell.out, true, StandardCharsets.UTF_8),
                        new PrintStream(shell.err, true, StandardCharsets.UTF_8),
                        false,
                        false,
                        false);
        shell.exitCode = Main.execute(console, arguments);
        return shell;
    }

    /** A tiny model of the committed golden cases. */
    static Path golden(String name) {
        return Conformance.folder("golden").orElseThrow().resolve(name);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    int exitCode() {
        return exitCode;
    }
}
