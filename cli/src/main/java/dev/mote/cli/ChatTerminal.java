package dev.mote.cli;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The chat's prompt: line editing, history, Ctrl-C that stops the answer and not the program. */
final class ChatTerminal implements AutoCloseable {
    private static final int HISTORY_LINES = 1000;

    private final Terminal terminal;
    private final LineReader reader;

    private ChatTerminal(Terminal terminal, LineReader reader) {
        this.terminal = terminal;
        this.reader = reader;
    }

    /** Takes over the terminal; history is kept under {@code home}, readable by its owner only. */
    static ChatTerminal open(Path home) throws IOException {
        Terminal terminal = TerminalBuilder.builder().system(true).build();
        Path history = privateFile(home.resolve("history"));
        LineReader reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("mote")
                        .completer(new StringsCompleter(Conversation.COMMANDS))
                        .variable(LineReader.HISTORY_FILE, history)
                        .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
                        .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "… ")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                        .build();
        return new ChatTerminal(terminal, reader);
    }

    private static Path privateFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file);
        }
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    /** Reads messages until the person leaves. */
    void run(Conversation conversation) throws IOException {
        terminal.handle(Signal.INT, signal -> conversation.interrupt());
        boolean going = true;
        while (going) {
            try {
                going = conversation.take(reader.readLine("> "));
            } catch (UserInterruptException e) {
                terminal.writer().println("(Ctrl-D or /exit to leave)");
                terminal.flush();
            } catch (EndOfFileException e) {
                going = false;
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.getHistory().save();
        terminal.close();
    }
}
