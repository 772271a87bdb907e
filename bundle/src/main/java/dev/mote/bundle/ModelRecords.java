package dev.mote.bundle;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bundle.InstalledModel.InstalledFile;
import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.json.JsonFields;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The small files that say what a name means in this store. */
final class ModelRecords {
    private static final long RECORD_BYTES_MAX = 4L << 20;

    private final StoreLayout layout;

    ModelRecords(StoreLayout layout) {
        this.layout = layout;
    }

    /** Every readable record, by name. */
    List<InstalledModel> all() {
        if (!Files.isDirectory(layout.names())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(layout.names())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> read(file).stream())
                    .sorted(Comparator.comparing(InstalledModel::name))
                    .toList();
        } catch (IOException e) {
            throw new StoreException(layout.names() + ": cannot be read", e);
        }
    }

    /** The record of a name. */
    Optional<InstalledModel> find(String name) {
        return read(layout.record(name)).filter(model -> model.name().equals(name));
    }

    /** A record that cannot be read counts as none: the model is then pulled or adopted again. */
    private Optional<InstalledModel> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > RECORD_BYTES_MAX) {
                return Optional.empty();
            }
            JsonFields fields = JsonFields.parse(file.toString(), Files.readAllBytes(file));
            String digest = fields.text("digest");
            String opened = fields.optionalText("open").orElse("");
            List<InstalledFile> files = new ArrayList<>();
            for (JsonFields entry : fields.objects("files")) {
                files.add(
                        new InstalledFile(
                                entry.text("path"),
                                entry.text("sha256"),
                                entry.optionalCount("bytes").orElse(0L),
                                entry.optionalCount("modifiedMs").orElse(0L)));
            }
            boolean plain =
                    digest.matches("[0-9a-f]{64}")
                            && !files.isEmpty()
                            && (opened.isEmpty() || RelativePath.isPlain(opened))
                            && files.stream().allMatch(f -> RelativePath.isPlain(f.path()));
            if (!plain) {
                return Optional.empty();
            }
            return Optional.of(
                    new InstalledModel(
                            fields.text("name"),
                            fields.text("source"),
                            fields.optionalText("revision").orElse(null),
                            fields.optionalText("licence").orElse(null),
                            digest,
                            layout.folder(digest).resolve(opened),
                            files,
                            Instant.parse(fields.text("verifiedAt"))));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Writes a record at once. */
    void write(InstalledModel model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", model.name());
        fields.put("source", model.source());
        if (model.revision() != null) {
            fields.put("revision", model.revision());
        }
        if (model.licence() != null) {
            fields.put("licence", model.licence());
        }
        fields.put("digest", model.digest());
        fields.put(
                "open",
                layout.folder(model.digest())
                        .relativize(model.path())
                        .toString()
                        .replace('\\', '/'));
        fields.put("verifiedAt", model.verifiedAt().toString());
        List<Map<String, Object>> files = new ArrayList<>();
        for (InstalledFile file : model.files()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("path", file.path());
            entry.put("sha256", file.sha256());
            entry.put("bytes", file.bytes());
            entry.put("modifiedMs", file.modifiedMs());
            files.add(entry);
        }
        fields.put("files", files);
        Path target = layout.record(model.name());
        try {
            PrivateFiles.write(
                    target, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(fields));
        } catch (IOException e) {
            throw new StoreException(target + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }

    /** Forgets a name. */
    void delete(String name) {
        try {
            Files.deleteIfExists(layout.record(name));
        } catch (IOException e) {
            throw new StoreException(
                    layout.record(name) + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }
}
