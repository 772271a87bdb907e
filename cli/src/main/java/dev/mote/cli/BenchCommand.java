package dev.mote.cli;

import dev.mote.engine.Benchmark;
import dev.mote.engine.Model;
import dev.mote.engine.ModelDescription;
import dev.mote.kernel.ReadBandwidth;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** {@code mote bench}: prefill and decode speed, beside the memory bandwidth that bounds it. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        header = "Measure prefill (pp) and decode (tg) speed.",
        description = {
            "",
            "The tests are those of llama-bench: ppN reads a prompt of N random tokens, tgN appends"
                + " N tokens one by one; each is run twice to warm up and then -r times. Decode"
                + " cannot be faster than the weights can be read, so the measured read bandwidth"
                + " stands beside it.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {"  mote bench", "  mote bench -m model.gguf -p 128,512 -n 64 -r 5 --json"})
final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Mixin ModelMixin model = new ModelMixin();

    @Option(
            names = {"-p", "--prompt"},
            paramLabel = "N",
            split = ",",
            description = "Prompt lengths; 0 for none. Default: 512.")
    List<Integer> prompts = List.of(512);

    @Option(
            names = {"-n", "--generate"},
            paramLabel = "N",
            split = ",",
            description = "Tokens to decode; 0 for none. Default: 128.")
    List<Integer> lengths = List.of(128);

    @Option(
            names = {"-r", "--runs"},
            paramLabel = "N",
            description = "Runs of each test. Default: 3.")
    int runs = 3;

    @Option(names = "--json", description = "Print JSON, every run included.")
    boolean json;

    BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (Stream.concat(prompts.stream(), lengths.stream()).noneMatch(length -> length > 0)) {
            throw new Fault(ExitCode.USAGE, "nothing to measure; give a length above 0");
        }
        try (Model opened = model.open(console);
                ProgressBar bar = new ProgressBar(console, "bench")) {
            List<Benchmark.Result> results = new ArrayList<>();
            int total = prompts.size() + lengths.size();
            for (int length : prompts) {
                bar.steps(results.size(), total, "tests");
                if (length > 0) {
                    results.add(Benchmark.prefill(opened, length, runs));
                }
            }
            for (int length : lengths) {
                bar.steps(results.size(), total, "tests");
                if (length > 0) {
                    results.add(Benchmark.decode(opened, length, runs));
                }
            }
            bar.note("measuring read bandwidth");
            double bandwidth = ReadBandwidth.measure(opened.threads());
            bar.clear();
            if (json) {
                console.json(json(opened, results, bandwidth));
            } else {
                print(opened, results, bandwidth);
            }
        }
        return ExitCode.OK;
    }

    private void print(Model opened, List<Benchmark.Result> results, double bandwidth) {
        ModelDescription description = opened.description();
        Table table =
                new Table()
                        .text("MODEL")
                        .text("QUANT")
                        .number("SIZE")
                        .number("THREADS")
                        .text("TEST")
                        .number("TOKENS/S")
                        .number("±");
        for (Benchmark.Result result : results) {
            table.row(
                    description.name(),
                    description.quantisation(),
                    Console.size(description.weightsBytes()),
                    Integer.toString(opened.threads()),
                    result.test(),
                    String.format(Locale.ROOT, "%.2f", result.tokensPerSecond()),
                    String.format(Locale.ROOT, "%.2f", result.deviation()));
        }
        table.lines(console.columns()).forEach(console::println);
        console.println(
                String.format(
                        Locale.ROOT,
                        "%nread bandwidth %.1f GB/s: reading every weight once bounds decode at"
                                + " %.1f tokens/s",
                        bandwidth,
                        bandwidth * 1e9 / description.weightsBytes()));
        console.println("kernels " + opened.kernelDescription());
    }

    private Map<String, Object> json(
            Model opened, List<Benchmark.Result> results, double bandwidth) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", opened.description().name());
        root.put("path", opened.description().path().toString());
        root.put("quantisation", opened.description().quantisation());
        root.put("weightsBytes", opened.description().weightsBytes());
        root.put("threads", opened.threads());
        root.put("kernels", opened.kernelDescription());
        root.put("java", Runtime.version().toString());
        root.put("readGigabytesPerSecond", bandwidth);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Benchmark.Result result : results) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("test", result.test());
            entry.put("tokens", result.tokens());
            entry.put("seconds", result.seconds());
            entry.put("tokensPerSecond", result.tokensPerSecond());
            entry.put("deviation", result.deviation());
            list.add(entry);
        }
        root.put("results", list);
        return root;
    }
}
