package dev.mote.bundle;

import dev.mote.bundle.json.JsonFields;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code catalogue.json} and checks every field, so an entry is proof of a usable one. */
final class CatalogueReader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final int ENTRIES_MAX = 10_000;

    private CatalogueReader() {}

    static Catalogue read(String where, byte[] json) {
        try {
            JsonFields root = JsonFields.parse(where, json);
            List<JsonFields> models = root.objects("models");
            if (models.size() > ENTRIES_MAX) {
                throw new CatalogueException(
                        where, models.size() + " entries, at most " + ENTRIES_MAX + " are read");
            }
            List<CatalogueEntry> entries = new ArrayList<>(models.size());
            for (JsonFields model : models) {
                entries.add(entry(model));
            }
            return new Catalogue(entries, root.text("default"), where);
        } catch (IOException e) {
            throw new CatalogueException(where, String.valueOf(e.getMessage()));
        }
    }

    private static CatalogueEntry entry(JsonFields fields) throws IOException {
        String name = name(fields, fields.text("name"));
        List<String> aliases = new ArrayList<>();
        for (String alias : fields.texts("aliases")) {
            aliases.add(name(fields, alias));
        }
        String where = fields.where() + " '" + name + "'";
        return new CatalogueEntry(
                name,
                aliases,
                kind(where, fields.text("kind")),
                fields.text("description"),
                fields.text("parameters"),
                fields.text("quantisation"),
                fields.optionalCount("size").orElse(-1L),
                digest(where, fields),
                fields.text("licence"),
                source(where, fields.text("source")),
                file(where, fields),
                contextLength(where, fields),
                fields.texts("languages"));
    }

    private static String name(JsonFields fields, String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException(
                    fields.where()
                            + ": name '"
                            + name
                            + "' must be up to 64 of a-z, 0-9, dot, dash and underscore");
        }
        return name;
    }

    private static ModelKind kind(String where, String text) throws IOException {
        for (ModelKind kind : ModelKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw new IOException(where + ": kind '" + text + "' is neither chat nor embed");
    }

    private static @Nullable String digest(String where, JsonFields fields) throws IOException {
        String digest = fields.optionalText("sha256").orElse(null);
        if (digest != null && !DIGEST.matcher(digest).matches()) {
            throw new IOException(where + ": sha256 must be 64 lower case hexadecimal digits");
        }
        return digest;
    }

    private static ModelSource source(String where, String text) throws IOException {
        try {
            return SourceSyntax.parse(text)
                    .orElseThrow(() ->
                            new IOException(
                                    where
                                            + ": source '"
                                            + text
                                            + "' must begin with hf:, npm: or https:"));
        } catch (InvalidSourceException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable String file(String where, JsonFields fields) throws IOException {
        String file = fields.optionalText("file").orElse(null);
        if (file != null && (!RelativePath.isPlain(file) || file.contains("/"))) {
            throw new IOException(where + ": file '" + file + "' is not a plain file name");
        }
        return file;
    }

    private static int contextLength(String where, JsonFields fields) throws IOException {
        long length = fields.optionalCount("contextLength").orElse(0L);
        if (length < 1 || length > Integer.MAX_VALUE) {
            throw new IOException(where + ": contextLength must be at least 1");
        }
        return (int) length;
    }
}
