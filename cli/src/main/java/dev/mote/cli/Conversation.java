package dev.mote.cli;

import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.ChatSession;
import dev.mote.engine.FinishReason;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.Model;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.model.ContextOverflowException;
import dev.mote.text.template.TemplateException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happens to each line of a chat: a command beginning with a slash, or a message. */
final class Conversation {
    /** The commands, for completion. */
    static final List<String> COMMANDS =
            List.of("/help", "/system", "/reset", "/stats", "/save", "/exit");

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
    private int exitCode = ExitCode.OK;
    private final Set<Path> saved = new HashSet<>(); // these may be written again

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

    /** Of the last message that was not answered; OK if all were. */
    int exitCode() {
        return exitCode;
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
            exitCode = Failures.exitCode(e);
            console.error(
                    e.needed()
                            + " tokens do not fit the context of "
                            + e.capacity()
                            + "; /reset to start afresh, or start with a longer --context or"
                            + " --on-overflow shift");
        } catch (TemplateException | InvalidOptionException e) {
            // What the model's template refuses now, such as instructions, it may take later.
            exitCode = Failures.report(console, e);
        } finally {
            running = null;
        }
    }

    private void show(GenerationEvent event) {
        if (!event.text().isEmpty()) {
            console.print(Console.harmless(event.text()));
        }
    }

    private void close(Answer answer) {
        if (answer.finishReason() == FinishReason.CANCELLED) {
            console.say(console.dim("(stopped)"));
        }
        if (answer.finishReason() == FinishReason.LENGTH) {
            console.say(console.yellow("(cut at --max-tokens)"));
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
                                Console.harmless(model.description().name()),
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
            if (Files.exists(file) && !saved.contains(file)) {
                console.error("'" + file + "' is there already; choose another name");
                return;
            }
            Transcript.save(file, model.description(), session.messages());
            saved.add(file);
            console.say(console.dim("Saved to " + file.toAbsolutePath()));
        } catch (InvalidPathException e) {
            console.error("'" + argument + "' is no file name");
        } catch (IOException e) {
            Failures.report(console, e);
        }
    }
}
