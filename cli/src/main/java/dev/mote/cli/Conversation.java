package dev.mote.cli;

import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.ChatSession;
import dev.mote.engine.FinishReason;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.Model;
import dev.mote.model.ContextOverflowException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What happens to each line of a chat: a command beginning with a slash, or a message. */
final class Conversation {
    /** The commands, for completion. */
    static final List<String> COMMANDS =
            List.of("/help", "/system", "/reset", "/stats", "/save", "/exit");

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

    private static final String HELP =
            """
            /system TEXT   give the model instructions (without TEXT: show them); starts afresh
            /reset         forget the conversation
            /stats         model, context and timings
            /save FILE     write the conversation: Markdown, or JSON where FILE ends in .json
            /exit          leave (also Ctrl-D)
            Ctrl-C stops an answer. A line ending in \\ continues on the next.\
            """;

    private final Console console;
    private final Model model;
    private final ChatSession session;
    private volatile @Nullable CancellationToken running;
    private @Nullable Answer last;

    Conversation(Console console, Model model, ChatSession session) {
        this.console = console;
        this.model = model;
        this.session = session;
    }

    /** Stops the answer that is being written, if one is. */
    void interrupt() {
        CancellationToken token = running;
        if (token != null) {
            token.cancel();
        }
    }

    /**
     * Takes a line.
     *
     * @return whether the chat goes on
     */
    boolean take(String line) throws IOException {
        String text = line.strip();
        if (text.isEmpty()) {
            return true;
        }
        if (!text.startsWith("/")) {
            answer(text);
            return !console.outputFailed();
        }
        String[] parts = text.split("\\s+", 2);
        String argument = parts.length > 1 ? parts[1].strip() : "";
        switch (parts[0]) {
            case "/help", "/?" -> console.say(HELP);
            case "/system" -> system(argument);
            case "/reset" -> {
                session.reset();
                console.say(console.dim("The conversation is forgotten."));
            }
            case "/stats" -> stats();
            case "/save" -> save(argument);
            case "/exit", "/quit", "/bye" -> {
                return false;
            }
            default -> console.say("'" + parts[0] + "' is no command; /help lists them");
        }
        return true;
    }

    private void answer(String text) {
        CancellationToken token = new CancellationToken();
        running = token;
        try {
            Answer answer = session.send(text, token, this::show);
            console.println("");
            last = answer;
            close(answer);
        } catch (ContextOverflowException e) {
            console.error(
                    Failures.oneLine(e.getMessage())
                            + "; /reset to start afresh, or start with --on-overflow shift");
        } finally {
            running = null;
        }
    }

    private void show(GenerationEvent event) {
        if (!event.text().isEmpty()) {
            console.print(harmless(event.text()));
        }
    }

    /** Without the control characters by which a model, or who made it, could steer a terminal. */
    static String harmless(String text) {
        return CONTROLS.matcher(text).replaceAll("");
    }

    private void close(Answer answer) {
        if (answer.finishReason() == FinishReason.CANCELLED) {
            console.say(console.dim("(stopped)"));
        }
        if (answer.finishReason() == FinishReason.CONTEXT_FULL) {
            console.say(console.yellow("The context is full; /reset to start afresh."));
        }
        if (answer.statistics().droppedTokens() > 0) {
            console.say(
                    console.yellow(
                            answer.statistics().droppedTokens()
                                    + " older tokens were dropped to make room."));
        }
        console.say(console.dim(ClosingLine.of(answer.statistics())));
    }

    private void system(String argument) {
        if (argument.isEmpty()) {
            String now = session.systemPrompt();
            console.say(now.isEmpty() ? "no instructions; /system TEXT sets them" : now);
        } else {
            session.reset(argument);
            console.say(console.dim("Instructions set; the conversation starts afresh."));
        }
    }

    private void stats() {
        console.say(
                "model    %s, %s, %s"
                        .formatted(
                                harmless(model.description().name()),
                                model.description().quantisation(),
                                Console.size(model.description().weightsBytes())));
        console.say(
                "context  %d of %d tokens"
                        .formatted(session.contextTokens(), model.description().contextLength()));
        console.say("kernels  " + model.kernelDescription());
        Answer answer = last;
        if (answer == null) {
            console.say("last     no answer yet");
        } else {
            console.say("prompt   " + ClosingLine.prompt(answer.statistics()));
            console.say("answer   " + ClosingLine.of(answer.statistics()));
        }
    }

    private void save(String argument) throws IOException {
        if (argument.isEmpty()) {
            console.say("write the file's name: /save FILE");
            return;
        }
        try {
            Path file = Path.of(argument);
            Transcript.save(file, model.description(), session.messages());
            console.say(console.dim("Saved to " + file.toAbsolutePath()));
        } catch (InvalidPathException e) {
            console.error("'" + argument + "' is no file name");
        } catch (IOException e) {
            Failures.report(console, e);
        }
    }
}
