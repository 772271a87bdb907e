package dev.mote.cli;

import com.fasterxml.jackson.jr.ob.JSON;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a command writes: results to standard output, everything else to standard error.
 *
 * <p>Both are UTF-8 whatever the locale says. Colours and progress bars appear on standard error
 * only, when a terminal is attached and {@code NO_COLOR} is not set (https://no-color.org).
 */
final class Console {
    private static final String RESET = "\u001b[0m";
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

    private final PrintStream out;
    private final PrintStream err;
    private final boolean outputIsTerminal;
    private final boolean interactive;
    private final boolean coloured;

    Console(
            PrintStream out,
            PrintStream err,
            boolean outputIsTerminal,
            boolean interactive,
            boolean coloured) {
        this.out = out;
        this.err = err;
        this.outputIsTerminal = outputIsTerminal;
        this.interactive = interactive;
        this.coloured = coloured;
    }

    /**
     * The process's own streams. The launcher tells whether standard error is a terminal and which
     * descriptor it is: it keeps descriptor 2 for the JVM's own announcements.
     */
    static Console system() {
        boolean terminal =
                "1".equals(System.getenv("MOTE_STDERR_TTY"))
                        && !"dumb".equals(System.getenv("TERM"));
        return new Console(
                stream(new FileOutputStream(FileDescriptor.out)),
                errorStream(),
                "1".equals(System.getenv("MOTE_STDOUT_TTY")),
                terminal,
                terminal && System.getenv("NO_COLOR") == null);
    }

    private static PrintStream errorStream() {
        if ("3".equals(System.getenv("MOTE_STDERR_FD"))) {
            try {
                PrintStream stream = stream(new FileOutputStream("/dev/fd/3", true));
                System.setErr(stream);
                return stream;
            } catch (FileNotFoundException e) {
                System.err.println("mote: /dev/fd/3 is closed; messages go to descriptor 2");
            }
        }
        return stream(new FileOutputStream(FileDescriptor.err));
    }

    private static PrintStream stream(FileOutputStream target) {
        return new PrintStream(
                new BufferedOutputStream(target, 8192), true, StandardCharsets.UTF_8);
    }

    /** Whether a person watches standard error. */
    boolean interactive() {
        return interactive;
    }

    /** Whether colours may be used on standard error. */
    boolean coloured() {
        return coloured;
    }

    /** Whether colours may be used on standard output. */
    boolean outputColoured() {
        return outputIsTerminal
                && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
    }

    /** Characters of a line on standard output; 0 where it is no terminal or nobody knows. */
    int columns() {
        return outputIsTerminal ? TerminalWidth.columns() : 0;
    }

    /** Standard output, for text that others format (help). */
    PrintWriter writer() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    /** Standard error, for text that others format (usage). */
    PrintWriter errorWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    /** Standard error, for stack traces. */
    PrintStream err() {
        return err;
    }

    /** Writes a piece of a result and flushes it. */
    void print(String text) {
        out.print(text);
        out.flush();
    }

    /**
     * Writes text that a model or its file holds: as it is into files and pipes, on a terminal
     * without the control characters by which it could steer the terminal.
     */
    void printForeign(String text) {
        print(outputIsTerminal ? harmless(text) : text);
    }

    /** Text without control characters but line breaks and tabs. */
    static String harmless(String text) {
        return CONTROLS.matcher(text).replaceAll("");
    }

    /** Writes a line of a result. */
    void println(String line) {
        out.print(line + "\n");
        out.flush();
    }

    /** Tells something beside the result. */
    void say(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /** Reports an error in one line. */
    void error(String message) {
        say((coloured ? "\u001b[31mmote:\u001b[0m " : "mote: ") + message);
    }

    /** Replaces the current line of standard error. */
    void overwrite(String line) {
        err.print("\r" + line + "\u001b[K");
        err.flush();
    }

    /** Prints a value of maps, lists, strings and numbers as JSON. */
    void json(Object value) {
        try {
            println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Colours are for standard error: a terminal there says nothing of where results go.

    String dim(String text) {
        return paint("2", text);
    }

    String bold(String text) {
        return paint("1", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    private String paint(String code, String text) {
        return coloured ? "\u001b[" + code + "m" + text + RESET : text;
    }

    /** Whether writing failed, for example because the reader closed the pipe. */
    boolean outputFailed() {
        return out.checkError();
    }

    /** Bytes for people, in decimal units as disks and downloads are measured. */
    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "B";
        for (String next : new String[] {"kB", "MB", "GB", "TB"}) {
            if (value < 999.5) {
                break;
            }
            value /= 1000;
            unit = next;
        }
        return String.format(Locale.ROOT, value < 99.95 ? "%.1f %s" : "%.0f %s", value, unit);
    }
}
