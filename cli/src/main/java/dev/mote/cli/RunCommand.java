package dev.mote.cli;

import dev.mote.engine.Answer;
import dev.mote.engine.CancellationToken;
import dev.mote.engine.ChatMessage;
import dev.mote.engine.FinishReason;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;
import dev.mote.engine.Prompt;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code mote run}: one answer on standard output. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        header = "Answer one prompt on standard output.",
        description = {
            "",
            "The prompt is the arguments, a file (after the arguments, if both are given), or else"
                    + " standard input. Only the answer is written to standard output.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote run \"Name three uses of a lever.\"",
            "  echo \"Translate to French: good morning\" | mote run",
            "  mote run --choices yes,no \"Is a whale a fish?\"",
            "  mote run --greedy -n 100 --raw \"Once upon a time\"",
            "  mote run --json --logprobs 3 -n 5 \"The capital of France is\""
        })
final class RunCommand implements PlainLine.Target {
    private final Console console;

    @Mixin ModelMixin model = new ModelMixin();
    @Mixin SamplingMixin sampling = new SamplingMixin();
    @Mixin ConstraintMixin constraint = new ConstraintMixin();
    @Mixin AdapterMixin adapters = new AdapterMixin();
    @Mixin SpeculationMixin speculation = new SpeculationMixin();

    @Parameters(paramLabel = "PROMPT", arity = "0..*", description = "The prompt.")
    List<String> words = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the prompt from a file.")
    @Nullable Path file;

    @Option(
            names = "--system",
            paramLabel = "TEXT",
            description = "Instructions for the model, put before the prompt.")
    @Nullable String system;

    @Option(
            names = "--raw",
            description = "Continue the prompt as it is, without the model's chat template.")
    boolean raw;

    @Option(
            names = "--logprobs",
            paramLabel = "N",
            description =
                    "With --json: log-probabilities of each token and its N likeliest"
                            + " alternatives.")
    int logprobs = -1;

    @Option(names = "--json", description = "Print text, token counts and timings as JSON.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but warnings and failures.")
    boolean quiet;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean flag(String name) {
        switch (name) {
            case "--raw" -> raw = true;
            case "--json" -> json = true;
            case "--quiet" -> quiet = true;
            default -> {
                return sampling.flag(name) || model.flag(name);
            }
        }
        return true;
    }

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "--file" -> file = Path.of(value);
            case "--system" -> system = value;
            case "--logprobs" -> logprobs = Integer.parseInt(value);
            default -> {
                return sampling.value(name, value) || model.value(name, value);
            }
        }
        return true;
    }

    @Override
    public boolean words(List<String> prompt) {
        words = prompt;
        return true;
    }

    @Override
    public Integer call() throws IOException {
        if (raw && system != null) {
            throw new Fault(
                    ExitCode.USAGE, "--raw uses no chat template, so --system has no place");
        }
        if (logprobs >= 0 && !json) {
            throw new Fault(ExitCode.USAGE, "--logprobs needs --json");
        }
        String text =
                PromptText.of(
                        words,
                        file,
                        System.in,
                        "no prompt; write it after the command, pipe it in, or use `mote chat`");
        GenerationOptions wished =
                sampling.builder()
                        .logprobs(logprobs)
                        .constraint(constraint.constraint())
                        .adapters(adapters.choices())
                        .build();
        CancellationToken cancellation = new CancellationToken();
        try (Model opened = model.open(console);
                SpeculationMixin.Opened guessing = speculation.open(console, model.options())) {
            GenerationOptions options =
                    wished.toBuilder().speculation(guessing.speculation()).build();
            adapters.load(opened);
            Prompt prompt = prompt(opened, text);
            boolean stream = !json;
            Answer answer =
                    opened.generate(
                            prompt,
                            options,
                            cancellation,
                            event -> {
                                if (stream && !event.text().isEmpty()) {
                                    console.printForeign(event.text());
                                    if (console.outputFailed()) {
                                        cancellation.cancel();
                                    }
                                }
                            });
            if (json) {
                console.json(AnswerJson.of(opened.description(), answer));
            } else if (!answer.text().endsWith("\n")) {
                console.println("");
            }
            if (!quiet && console.interactive()) {
                console.say(console.dim(ClosingLine.of(answer.statistics())));
            }
            warn(answer);
            return ExitCode.OK;
        }
    }

    private Prompt prompt(Model opened, String text) {
        if (raw || !opened.description().chatTemplate()) {
            if (system != null) {
                throw new Fault(
                        ExitCode.USAGE,
                        "'"
                                + opened.description().name()
                                + "' has no chat template, so --system has no"
                                + " place; put the instructions into the prompt");
            }
            return Prompt.text(text);
        }
        List<ChatMessage> messages = new ArrayList<>();
        if (system != null) {
            messages.add(ChatMessage.system(system));
        }
        messages.add(ChatMessage.user(text));
        return Prompt.chat(messages);
    }

    private void warn(Answer answer) {
        if (answer.finishReason() == FinishReason.LENGTH && !quiet && !json) {
            console.say(
                    "mote: the answer was cut after "
                            + answer.statistics().answerTokens()
                            + " tokens, as --max-tokens asked");
        }
        if (answer.finishReason() == FinishReason.CONTEXT_FULL) {
            console.say(
                    "mote: the context is full, the answer ends here; allow more with --context, or"
                            + " choose --on-overflow shift");
        }
        int dropped = answer.statistics().droppedTokens();
        if (dropped > 0) {
            console.say("mote: " + dropped + " older tokens were dropped to make room");
        }
    }
}
