package dev.mote.cli;

import dev.mote.format.TensorInfo;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code mote inspect}: what a model file holds. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        header = "Show what a model file holds and the memory it needs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote inspect model.gguf",
            "  mote inspect tinyllama --tensors",
            "  mote inspect model.gguf --context 8192 --json"
        })
final class InspectCommand implements Callable<Integer> {
    private static final int VALUE_LENGTH_MAX = 96;

    private final Console console;

    @Parameters(
            paramLabel = "FILE",
            description = "A model file, or a name of `mote models --local`.")
    String name = "";

    @Option(
            names = {"-c", "--context"},
            paramLabel = "N",
            description = "Context length for the memory estimate. Default: the model's own.")
    int context;

    @Option(names = "--tensors", description = "List every tensor.")
    boolean tensors;

    @Option(names = "--template", description = "Print the chat template only.")
    boolean template;

    @Option(names = "--json", description = "Print everything as JSON.")
    boolean json;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (context < 0) {
            throw new Fault(ExitCode.USAGE, "--context is " + context + "; it must be 1 or more");
        }
        Path path =
                Stores.open()
                        .locate(name)
                        .orElseThrow(() ->
                                new Fault(
                                        ExitCode.MODEL,
                                        "'"
                                                + name
                                                + "' is not on this device; `mote pull` fetches"
                                                + " models"));
        try (OpenFile file = OpenFile.of(path)) {
            Inspection inspection = Inspection.of(file, context);
            if (template) {
                console.printForeign(
                        inspection
                                .chatTemplate()
                                .orElseThrow(() ->
                                        new Fault(
                                                ExitCode.MODEL,
                                                "'" + name + "' has no chat template")));
            } else if (json) {
                console.json(inspection.json());
            } else {
                print(inspection);
            }
        }
        return ExitCode.OK;
    }

    private void print(Inspection inspection) {
        inspection
                .summary()
                .forEach((topic, text) ->
                        console.println("%-15s %s".formatted(topic, Failures.oneLine(text))));
        console.println("");
        console.println("metadata");
        inspection
                .metadata()
                .forEach((key, value) -> console.println("  " + key + " = " + shorten(value)));
        console.println("");
        if (tensors) {
            Table table = new Table().text("TENSOR").text("TYPE").text("SHAPE").number("SIZE");
            for (TensorInfo tensor : inspection.tensors()) {
                table.row(
                        Failures.oneLine(tensor.name()),
                        tensor.type().name(),
                        tensor.shape().toString(),
                        Console.size(tensor.byteSize()));
            }
            table.lines(console.columns()).forEach(console::println);
        } else {
            Map<String, List<TensorInfo>> byType =
                    inspection.tensors().stream()
                            .collect(Collectors.groupingBy(tensor -> tensor.type().name()));
            Table table =
                    new Table().text("TYPE").number("TENSORS").number("VALUES").number("SIZE");
            byType.forEach((type, list) ->
                    table.row(
                            type,
                            Integer.toString(list.size()),
                            Long.toString(list.stream().mapToLong(TensorInfo::count).sum()),
                            Console.size(list.stream().mapToLong(TensorInfo::byteSize).sum())));
            table.lines(console.columns()).forEach(console::println);
            console.say(console.dim("--tensors lists them, --template prints the chat template"));
        }
    }

    private static String shorten(Object value) {
        if (value instanceof List<?> list) {
            String first =
                    list.stream().limit(6).map(String::valueOf).collect(Collectors.joining(", "));
            return String.format(Locale.ROOT, "[%d values] ", list.size())
                    + shorten(first + (list.size() > 6 ? ", …" : ""));
        }
        String text = Failures.oneLine(value.toString());
        return text.length() > VALUE_LENGTH_MAX ? text.substring(0, VALUE_LENGTH_MAX) + "…" : text;
    }
}
