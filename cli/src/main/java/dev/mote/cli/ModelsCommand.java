package dev.mote.cli;

import dev.mote.bundle.Catalogue;
import dev.mote.bundle.CatalogueEntry;
import dev.mote.bundle.InstalledModel;
import dev.mote.bundle.ModelStore;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code mote models}: the catalogue and what is local. */
@Command(
        name = "models",
        aliases = "ls",
        mixinStandardHelpOptions = true,
        header = "List models: name, size, licence, what is local.",
        description = {
            "",
            "Models of the catalogue and others that were pulled. Sizes and digests that the"
                + " catalogue does not state come from the hub at download and are then pinned.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {"  mote models", "  mote models --local --json"})
final class ModelsCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--local", description = "Only what is on this device.")
    boolean localOnly;

    @Option(names = "--json", description = "Print JSON with every field.")
    boolean json;

    ModelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.load();
        ModelStore store = Stores.open();
        List<InstalledModel> others = new ArrayList<>(store.installed());
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (CatalogueEntry entry : catalogue.entries()) {
            Optional<InstalledModel> local =
                    others.stream().filter(model -> model.name().equals(entry.name())).findFirst();
            local.ifPresent(others::remove);
            if (local.isPresent() || !localOnly) {
                rows.add(row(entry, local.orElse(null), entry.equals(catalogue.defaultEntry())));
            }
        }
        others.forEach(model -> rows.add(row(model)));
        if (json) {
            console.json(rows);
        } else {
            print(rows);
        }
        return ExitCode.OK;
    }

    private void print(List<Map<String, @Nullable Object>> rows) {
        Table table =
                new Table()
                        .text("NAME")
                        .text("LOCAL")
                        .number("SIZE")
                        .text("QUANT")
                        .number("PARAMETERS")
                        .text("KIND")
                        .number("CONTEXT")
                        .text("LICENCE")
                        .text("DIGEST");
        for (Map<String, @Nullable Object> row : rows) {
            Object size = row.get("sizeBytes");
            table.row(
                    row.get("name") + (Boolean.TRUE.equals(row.get("default")) ? " *" : ""),
                    row.get("path") == null ? "" : "yes",
                    size instanceof Long bytes
                            ? (row.get("sha256") == null ? "~" : "") + Console.size(bytes)
                            : "",
                    text(row.get("quantisation")),
                    text(row.get("parameters")),
                    text(row.get("kind")),
                    text(row.get("contextLength")),
                    text(row.get("licence")),
                    text(row.get("digest")));
        }
        table.lines(console.columns()).forEach(console::println);
        console.say(
                console.dim(
                        rows.isEmpty()
                                ? "nothing is local yet; `mote pull tinyllama` fetches the default"
                                        + " model"
                                : "* default · ~ about · digest: checked = known to mote; pinned ="
                                        + " as at the first download; hub = stated by the hub at"
                                        + " download · all fields: mote models --json"));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static Map<String, @Nullable Object> row(
            CatalogueEntry entry, @Nullable InstalledModel local, boolean isDefault) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", entry.name());
        row.put("aliases", entry.aliases());
        row.put("default", isDefault);
        row.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        row.put("description", entry.description());
        row.put("parameters", entry.parameters());
        row.put("quantisation", entry.quantisation());
        row.put(
                "sizeBytes",
                local != null
                        ? (Long) local.bytes()
                        : entry.size().isPresent() ? (Long) entry.size().getAsLong() : null);
        row.put("contextLength", entry.contextLength());
        row.put("languages", entry.languages());
        row.put("licence", entry.licence());
        row.put("source", entry.source().text());
        row.put("sha256", local != null ? local.digest() : entry.sha256());
        row.put("digest", entry.sha256() != null ? "checked" : local != null ? "pinned" : "hub");
        row.put("path", local == null ? null : local.path().toString());
        return row;
    }

    private static Map<String, @Nullable Object> row(InstalledModel model) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", model.name());
        row.put("sizeBytes", model.bytes());
        row.put("source", model.source());
        row.put("licence", model.licence());
        row.put("sha256", model.digest());
        row.put("digest", "pinned");
        row.put("path", model.path().toString());
        return row;
    }
}
