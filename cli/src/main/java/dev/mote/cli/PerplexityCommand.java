package dev.mote.cli;

import dev.mote.engine.Model;
import dev.mote.engine.Perplexity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code mote perplexity}: how well a model predicts a text. */
@Command(
        name = "perplexity",
        mixinStandardHelpOptions = true,
        header = "Measure how well a model predicts a text; less is better.",
        description = {
            "",
            "The text is cut into windows; the second half of each is predicted from what precedes"
                    + " it, as llama-perplexity does it.",
            ""
        },
        footerHeading = "%nExample:%n",
        footer = "  mote perplexity --window 512 text.txt")
final class PerplexityCommand implements Callable<Integer> {
    private final Console console;

    @Mixin ModelMixin model = new ModelMixin();

    @Parameters(paramLabel = "FILE", description = "A text, UTF-8.")
    Path file = Path.of("");

    @Option(names = "--window", paramLabel = "N", description = "Tokens of a window. Default: 512.")
    int window = 512;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    PerplexityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String text = PromptText.read(file);
        try (Model opened = model.open(console);
                ProgressBar bar = new ProgressBar(console, "perplexity")) {
            Perplexity.Result result =
                    Perplexity.measure(
                            opened,
                            text,
                            window,
                            (done, total) -> bar.steps(done, total, "windows"));
            bar.clear();
            if (json) {
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("model", opened.description().name());
                report.put("quantisation", opened.description().quantisation());
                report.put("window", window);
                report.put("scoredTokens", result.scoredTokens());
                report.put("perplexity", result.perplexity());
                console.json(report);
            } else {
                console.println(
                        String.format(
                                Locale.ROOT,
                                "perplexity %.4f over %d tokens in windows of %d",
                                result.perplexity(),
                                result.scoredTokens(),
                                window));
            }
        }
        return ExitCode.OK;
    }
}
