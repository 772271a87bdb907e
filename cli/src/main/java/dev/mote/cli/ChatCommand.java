package dev.mote.cli;

import dev.mote.bundle.Environment;
import dev.mote.engine.ChatOptions;
import dev.mote.engine.ChatSession;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.ModelDescription;
import dev.mote.engine.SessionFileException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code mote chat}: a conversation in the terminal. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        header = "Talk with a model.",
        description = {
            "",
            "Ctrl-C stops the answer, Ctrl-D or /exit ends the chat, /help lists the commands."
                    + " Without a terminal every line of standard input is one message.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote chat",
            "  mote chat --system \"Answer in one sentence.\" --greedy",
            "  mote chat -m hf:Qwen/Qwen3-0.6B-GGUF:Q8_0 --context 8192"
        })
final class ChatCommand implements PlainLine.Target {
    private final Console console;

    @Mixin ModelMixin model = new ModelMixin();
    @Mixin SamplingMixin sampling = new SamplingMixin();
    @Mixin AdapterMixin adapters = new AdapterMixin();
    @Mixin SpeculationMixin speculation = new SpeculationMixin();

    @Option(names = "--system", paramLabel = "TEXT", description = "Instructions for the model.")
    @Nullable String system;

    @Option(
            names = "--session",
            paramLabel = "FILE",
            description =
                    "Go on with the conversation in this file, if there is one, and keep it there"
                            + " at the end, with what the model has read.")
    @Nullable Path session;

    ChatCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean flag(String name) {
        return sampling.flag(name) || model.flag(name);
    }

    @Override
    public boolean value(String name, String value) {
        if (name.equals("--system")) {
            system = value;
            return true;
        }
        return sampling.value(name, value) || model.value(name, value);
    }

    @Override
    public boolean words(List<String> none) {
        return none.isEmpty();
    }

    @Override
    public Integer call() throws IOException {
        GenerationOptions wished = sampling.builder().adapters(adapters.choices()).build();
        try (Model opened = model.open(console);
                SpeculationMixin.Opened guessing = speculation.open(console, model.options())) {
            ChatOptions options =
                    ChatOptions.DEFAULT
                            .withGeneration(
                                    wished.toBuilder().speculation(guessing.speculation()).build())
                            .withSystemPrompt(system == null ? "" : system);
            ModelDescription description = opened.description();
            if (!description.chatTemplate()) {
                throw new Fault(
                        ExitCode.MODEL,
                        "'%s' has no chat template, so it was not made for conversations; continue text"
                                        .formatted(description.name())
                                + " with `mote run --raw`");
            }
            adapters.load(opened);
            try (ChatSession session = opened.chat(options)) {
                resume(session);
                Conversation conversation = new Conversation(console, opened, session);
                if (StandardInput.isTerminal()) {
                    try (ChatTerminal terminal =
                            ChatTerminal.open(Environment.ofSystem().moteHome())) {
                        console.say(greeting(description));
                        terminal.run(conversation);
                    }
                    keep(session);
                } else {
                    answerLines(conversation);
                    keep(session);
                    return conversation.exitCode(); // a script cannot read the message
                }
            }
        }
        return ExitCode.OK;
    }

    private void resume(ChatSession chat) throws IOException {
        if (session != null && Files.exists(session)) {
            try {
                chat.restore(session);
            } catch (SessionFileException e) {
                throw new Fault(ExitCode.USAGE, String.valueOf(e.getMessage()));
            }
        }
    }

    private void keep(ChatSession chat) throws IOException {
        if (session != null) {
            chat.save(session);
        }
    }

    private String greeting(ModelDescription model) {
        return console.bold(this.model.source.model)
                + console.dim(
                        " (%s, context %d). /help for commands, Ctrl-D to leave."
                                .formatted(model.quantisation(), model.contextLength()));
    }

    private void answerLines(Conversation conversation) throws IOException {
        InputLines lines = new InputLines(System.in);
        String line = lines.next();
        while (line != null && conversation.take(line)) {
            line = lines.next();
        }
    }
}
