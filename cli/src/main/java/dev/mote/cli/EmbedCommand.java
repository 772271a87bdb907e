package dev.mote.cli;

import dev.mote.bundle.Catalogue;
import dev.mote.bundle.CatalogueEntry;
import dev.mote.bundle.ModelKind;
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
        description = {
            "",
            "One vector a line, L2-normalised: the dot product of two is their similarity. Name an"
                    + " embedding model, since the default model writes text.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote embed -m bge-small \"edge computing\" \"cloud computing\"",
            "  mote embed -m model.gguf --json \"a text\"",
            "  MOTE_MODEL=bge-small mote embed < text.txt"
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
                texts.isEmpty()
                        ? List.of(
                                PromptText.of(
                                        List.of(),
                                        null,
                                        System.in,
                                        "no text; write it after the command, or pipe it in"))
                        : texts;
        refuseTextModel();
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

    /** Says it before hundreds of megabytes are fetched for nothing. */
    private void refuseTextModel() {
        Catalogue catalogue = Catalogue.load();
        boolean writesText =
                catalogue
                        .find(model.source.model)
                        .filter(entry -> entry.kind() != ModelKind.EMBED)
                        .isPresent();
        if (writesText) {
            List<String> others =
                    catalogue.entries().stream()
                            .filter(entry -> entry.kind() == ModelKind.EMBED)
                            .map(CatalogueEntry::name)
                            .toList();
            throw new Fault(
                    ExitCode.USAGE,
                    "'%s' writes text and gives no vectors; name an embedding model, a file or one of the catalogue (%s), with -m or MOTE_MODEL"
                            .formatted(model.source.model, String.join(", ", others)));
        }
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
