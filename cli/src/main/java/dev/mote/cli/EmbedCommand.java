package dev.mote.cli;

import dev.mote.engine.Model;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code mote embed}: texts to vectors. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        header = "Turn texts into vectors with an embedding model.",
        description = {"", "One vector a line, L2-normalised.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote embed -m bge-small \"edge computing\" \"cloud computing\"",
            "  mote embed -m model.gguf --json \"a text\""
        })
final class EmbedCommand implements Callable<Integer> {
    private final Console console;

    @Mixin ModelMixin model = new ModelMixin();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "Texts, each one a vector; otherwise standard input as one text.")
    List<String> texts = List.of();

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    EmbedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<String> inputs =
                texts.isEmpty() ? List.of(PromptText.of(List.of(), null, System.in)) : texts;
        try (Model opened = model.open(console)) {
            List<float[]> vectors = opened.embed(inputs);
            if (json) {
                List<Map<String, Object>> list = new ArrayList<>();
                for (int i = 0; i < inputs.size(); i++) {
                    Map<String, Object> entry = new LinkedHashMap<>();
                    entry.put("text", inputs.get(i));
                    entry.put("embedding", vectors.get(i));
                    list.add(entry);
                }
                console.json(list);
            } else {
                for (float[] vector : vectors) {
                    console.println(line(vector));
                }
            }
        }
        return ExitCode.OK;
    }

    private static String line(float[] vector) {
        StringBuilder line = new StringBuilder();
        for (float value : vector) {
            line.append(line.isEmpty() ? "" : " ")
                    .append(String.format(Locale.ROOT, "%.6f", value));
        }
        return line.toString();
    }
}
