package dev.mote.bundle;

import dev.mote.bundle.InstalledModel.InstalledFile;
import dev.mote.bundle.files.DiskSpace;
import dev.mote.bundle.files.FileLock;
import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.http.Transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The models on this device, by the digest of their content.
 *
 * <p>A model is named by a catalogue name or alias, by a source ({@link SourceSyntax}) or by a
 * path; files named by a path are used where they are. Finding a model never touches the network.
 * Pulling one resumes what an interruption left, verifies the content while it streams, and puts it
 * in place at once or not at all.
 *
 * <p>Safe for threads and processes: pulls and removals of one name exclude each other by a lock
 * that the operating system holds.
 */
public final class ModelStore {
    private final StoreLayout layout;
    private final Catalogue catalogue;
    private final ModelPull.Surroundings surroundings;
    private final ModelRecords records;
    private final ModelVerification verification;

    ModelStore(Path home, Catalogue catalogue, ModelPull.Surroundings surroundings) {
        this.layout = new StoreLayout(home.toAbsolutePath().normalize().resolve("models"));
        this.catalogue = catalogue;
        this.surroundings = surroundings;
        this.records = new ModelRecords(layout);
        this.verification = new ModelVerification(layout, records);
    }

    /** The store under a home, with the product's catalogue and this process's environment. */
    public static ModelStore open(Path home) {
        return open(home, Catalogue.load(), Environment.ofSystem());
    }

    /**
     * The store under a home. Nothing is written before the first pull.
     *
     * @param home such as {@link Environment#moteHome()}
     * @param catalogue names that can be pulled
     * @param environment proxies, credentials, registries
     */
    public static ModelStore open(Path home, Catalogue catalogue, Environment environment) {
        Transport.Options options = Transport.Options.usual(environment.flag("MOTE_ALLOW_HTTP"));
        return new ModelStore(
                home,
                catalogue,
                new ModelPull.Surroundings(environment, options, DiskSpace.Probe.ofSystem()));
    }

    /** The names that can be pulled. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** Every model that was pulled here and still has its files, by name. */
    public List<InstalledModel> installed() {
        return records.all().stream().filter(model -> verification.isPresent(model)).toList();
    }

    /**
     * Finds a model on this device, without network. Its content is not hashed again unless a
     * file's size or time changed since it was verified.
     *
     * @param nameOrSource catalogue name, source or path
     * @return what to open, or empty when it has to be pulled first
     * @throws UnknownModelException when the name means nothing
     * @throws InvalidSourceException when it is a malformed source or a path without a file
     * @throws DigestMismatchException when the file was changed since it was verified
     */
    public Optional<Path> locate(String nameOrSource) {
        NamedModel model = NamedModel.of(nameOrSource, catalogue, surroundings.environment());
        if (model.source() instanceof ModelSource.Local local) {
            return Optional.of(local.path());
        }
        Optional<InstalledModel> installed = records.find(model.name());
        if (installed.isEmpty()) {
            return Optional.empty();
        }
        return switch (verification.state(installed.get())) {
            case MISSING -> Optional.empty();
            case INTACT -> installed.map(InstalledModel::path);
            case TOUCHED -> Optional.of(verification.renew(installed.get()).path());
        };
    }

    /**
     * Makes sure that a model is on this device.
     *
     * @param nameOrSource catalogue name, source or path
     * @param listener told how far it is
     * @return what to open
     * @throws BundleException saying why not; see its subclasses
     */
    public Path pull(String nameOrSource, ProgressListener listener) {
        NamedModel model = NamedModel.of(nameOrSource, catalogue, surroundings.environment());
        if (model.source() instanceof ModelSource.Local local) {
            return local.path();
        }
        layout.make();
        ProgressMeter meter = new ProgressMeter(listener);
        FileLock lock =
                FileLock.take(
                        layout.lock(model.name()),
                        holder -> meter.event(Progress.Phase.WAIT, holder));
        try {
            Optional<InstalledModel> here =
                    records.find(model.name()).filter(verification::isSound);
            InstalledModel installed =
                    here.or(() -> adopt(model, meter)).orElseGet(() -> fetch(model, meter));
            meter.event(Progress.Phase.DONE, installed.name());
            return installed.path();
        } finally {
            lock.close();
        }
    }

    /**
     * Removes a model, and what was fetched of an unfinished one. Files named by a path are never
     * removed.
     *
     * @return whether there was anything
     * @throws StoreException when another process is pulling it right now
     */
    public boolean remove(String nameOrSource) {
        NamedModel model = NamedModel.of(nameOrSource, catalogue, surroundings.environment());
        if (model.source() instanceof ModelSource.Local) {
            throw new InvalidSourceException(
                    nameOrSource, "is your own file, not one of the store's; delete it yourself");
        }
        if (!Files.isDirectory(layout.models())) {
            return false;
        }
        Path lockFile = layout.lock(model.name());
        try (FileLock lock = FileLock.tryTake(lockFile)) {
            if (lock == null) {
                throw new StoreException(
                        model.name()
                                + ": is in use by "
                                + FileLock.holder(lockFile)
                                + "; stop that first",
                        null);
            }
            return removeLocked(model.name());
        }
    }

    private boolean removeLocked(String name) {
        Optional<InstalledModel> installed = records.find(name);
        Path partial = layout.partial(name);
        boolean unfinished = Files.exists(partial);
        try {
            records.delete(name);
            PrivateFiles.deleteTree(partial);
            if (installed.isPresent() && !isShared(installed.get().digest())) {
                discard(installed.get().digest());
            }
            return installed.isPresent() || unfinished;
        } catch (IOException e) {
            throw new StoreException(name + ": cannot be removed (" + e.getMessage() + ")", e);
        }
    }

    private boolean isShared(String digest) {
        return records.all().stream().anyMatch(model -> model.digest().equals(digest));
    }

    /** Takes a model's folder out of sight at once, then deletes it. */
    private void discard(String digest) throws IOException {
        Path folder = layout.folder(digest);
        if (Files.exists(folder)) {
            Path trash = layout.trash(digest);
            PrivateFiles.move(folder, trash);
            PrivateFiles.deleteTree(trash);
        }
    }

    /**
     * Takes over the content that a catalogue entry names when it lies in the store already: from
     * another name, or carried here by hand.
     */
    private Optional<InstalledModel> adopt(NamedModel model, ProgressMeter meter) {
        CatalogueEntry entry = model.entry();
        if (entry == null || entry.sha256() == null || entry.file() == null) {
            return Optional.empty();
        }
        Path file = layout.folder(entry.sha256()).resolve(entry.file());
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != entry.sizeBytes()) {
                return Optional.empty();
            }
            meter.total(entry.sizeBytes());
            if (!FileDigest.sha256(file, meter.file(entry.file())).equals(entry.sha256())) {
                return Optional.empty();
            }
            DownloadPlan plan = new DownloadPlan(List.of(), null, entry.licence());
            return Optional.of(record(model, plan, Map.of(entry.file(), entry.sha256())));
        } catch (IOException e) {
            return Optional.empty(); // unreadable: fetching it again mends that
        }
    }

    private InstalledModel fetch(NamedModel model, ProgressMeter meter) {
        Path partial = layout.partial(model.name());
        Pins pins = Pins.read(layout.pins(model.source().text()));
        ModelPull.Fetched fetched = new ModelPull(model, partial, surroundings, meter).run(pins);
        pins.add(model.source().text(), DownloadPlanner.toPin(model, fetched.digests()));
        String digest = digestOf(fetched.digests());
        try {
            discard(digest); // a damaged or half-removed one; an intact one was found before
            PrivateFiles.move(fetched.folder(), layout.folder(digest));
            InstalledModel installed = record(model, fetched.plan(), fetched.digests());
            PrivateFiles.deleteTree(partial);
            return installed;
        } catch (IOException e) {
            throw new StoreException(
                    layout.folder(digest) + ": cannot be put in place (" + e.getMessage() + ")", e);
        }
    }

    private InstalledModel record(NamedModel model, DownloadPlan plan, Map<String, String> digests)
            throws IOException {
        String digest = digestOf(digests);
        Path folder = layout.folder(digest);
        List<InstalledFile> files = ModelVerification.files(folder, digests);
        boolean opensFile =
                files.stream().allMatch(file -> file.path().endsWith(".gguf")) || files.size() == 1;
        InstalledModel installed =
                new InstalledModel(
                        model.name(),
                        model.source().text(),
                        plan.revision(),
                        plan.licence(),
                        digest,
                        opensFile ? folder.resolve(files.getFirst().path()) : folder,
                        files,
                        Instant.now());
        records.write(installed);
        return installed;
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
