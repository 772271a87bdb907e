package dev.mote.bundle;

import dev.mote.bundle.InstalledModel.InstalledFile;
import dev.mote.bundle.files.FileLock;
import dev.mote.bundle.files.PrivateFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The contents that models' names stand for, kept by digest, each perhaps under several names.
 *
 * <p>Every method works under the content's own lock, because the lock of a name says nothing about
 * another name of the same content: one must not be deleted while the other takes it over. Callers
 * that change what their name means hold the lock of that name; it is taken first.
 */
final class StoredContent {
    private final StoreLayout layout;
    private final ModelRecords records;
    private final ModelVerification verification;

    StoredContent(StoreLayout layout, ModelRecords records, ModelVerification verification) {
        this.layout = layout;
        this.records = records;
        this.verification = verification;
    }

    private FileLock lock(String digest, Consumer<String> waiting) {
        return FileLock.take(layout.contentLock(digest), waiting);
    }

    /** What a name means here, if its files are sound, hashed again where their times changed. */
    Optional<InstalledModel> find(String name, Consumer<String> waiting) {
        Optional<InstalledModel> noted = records.find(name);
        if (noted.isEmpty()) {
            return noted;
        }
        try (FileLock _ = lock(noted.get().digest(), waiting)) {
            return noted.filter(verification::isSound).flatMap(model -> records.find(name));
        }
    }

    /**
     * Hashes a model's files again, unless it was removed by now.
     *
     * @throws DigestMismatchException when one is not what it was
     */
    Optional<InstalledModel> renew(InstalledModel touched) {
        try (FileLock _ = lock(touched.digest(), holder -> {})) {
            return records.find(touched.name())
                    .filter(verification::isPresent)
                    .map(verification::renew);
        }
    }

    /** Forgets a name, and deletes what it stood for unless another name does too. */
    void remove(InstalledModel model) throws IOException {
        try (FileLock _ = lock(model.digest(), holder -> {})) {
            records.delete(model.name());
            if (sharing(model.digest()).isEmpty()) {
                discard(model.digest());
            }
        }
    }

    /**
     * Takes over the content that a catalogue entry names when it lies in the store already: from
     * another name, or carried here by hand.
     */
    Optional<InstalledModel> adopt(NamedModel model, ProgressMeter meter) {
        CatalogueEntry entry = model.entry();
        if (entry == null || entry.sha256() == null || entry.file() == null) {
            return Optional.empty();
        }
        DownloadPlan plan = new DownloadPlan(List.of(), null, entry.licence());
        Path file = layout.folder(entry.sha256()).resolve(entry.file());
        try (FileLock _ = lock(entry.sha256(), meter::waiting)) {
            Optional<InstalledModel> shared = share(model, plan, entry.sha256());
            if (shared.isPresent()
                    || !Files.isRegularFile(file)
                    || Files.size(file) != entry.sizeBytes()) {
                return shared;
            }
            meter.total(entry.sizeBytes());
            if (!FileDigest.sha256(file, meter.file(entry.file())).equals(entry.sha256())) {
                return Optional.empty();
            }
            return Optional.of(record(model, plan, Map.of(entry.file(), entry.sha256())));
        } catch (IOException e) {
            return Optional.empty(); // unreadable: fetching it again mends that
        }
    }

    /** Puts a download in place, or leaves it where it is when its content is here already. */
    InstalledModel place(NamedModel model, ModelPull.Fetched fetched, ProgressMeter meter) {
        String digest = digestOf(fetched.digests());
        try (FileLock _ = lock(digest, meter::waiting)) {
            Optional<InstalledModel> shared = share(model, fetched.plan(), digest);
            if (shared.isPresent()) {
                return shared.get();
            }
            discard(digest); // a damaged or half-removed one
            PrivateFiles.move(fetched.folder(), layout.folder(digest));
            return record(model, fetched.plan(), fetched.digests());
        } catch (IOException e) {
            throw new StoreException(
                    layout.folder(digest) + ": cannot be put in place (" + e.getMessage() + ")", e);
        }
    }

    private List<InstalledModel> sharing(String digest) {
        return records.all().stream().filter(model -> model.digest().equals(digest)).toList();
    }

    /** Gives content that another name has here this name too. */
    private Optional<InstalledModel> share(NamedModel model, DownloadPlan plan, String digest) {
        Optional<InstalledModel> other =
                sharing(digest).stream()
                        .filter(verification::isSound)
                        .findFirst()
                        .flatMap(sound -> records.find(sound.name())); // as verified just now
        return other.map(sound -> write(model, plan, digest, sound.path(), sound.files()));
    }

    private InstalledModel record(NamedModel model, DownloadPlan plan, Map<String, String> digests)
            throws IOException {
        String digest = digestOf(digests);
        Path folder = layout.folder(digest);
        List<InstalledFile> files = ModelVerification.files(folder, digests);
        boolean opensFile =
                files.stream().allMatch(file -> file.path().endsWith(".gguf")) || files.size() == 1;
        Path opened = opensFile ? folder.resolve(files.getFirst().path()) : folder;
        return write(model, plan, digest, opened, files);
    }

    private InstalledModel write(
            NamedModel model,
            DownloadPlan plan,
            String digest,
            Path opened,
            List<InstalledFile> files) {
        InstalledModel installed =
                new InstalledModel(
                        model.name(),
                        model.source().text(),
                        plan.revision(),
                        plan.licence(),
                        digest,
                        opened,
                        files,
                        Instant.now());
        records.write(installed);
        return installed;
    }

    /** Takes a model's folder out of sight at once, then deletes it. */
    private void discard(String digest) throws IOException {
        Path folder = layout.folder(digest);
        if (Files.exists(folder)) {
            PrivateFiles.move(folder, layout.trash(digest));
        }
        for (Path trash : layout.leftTrash()) {
            PrivateFiles.deleteTree(trash); // also what a removal killed midway left
        }
    }

    /** Of one file its own; of several, that of the sorted lines {@code "digest path\n"}. */
    private static String digestOf(Map<String, String> digests) {
        if (digests.size() == 1) {
            return digests.values().iterator().next();
        }
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(digests).forEach((path, digest) -> lines.append(digest + "  " + path + "\n"));
        return StoreLayout.sha256(lines.toString());
    }
}
