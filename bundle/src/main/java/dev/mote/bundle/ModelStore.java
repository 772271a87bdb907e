package dev.mote.bundle;

import dev.mote.bundle.files.DiskSpace;
import dev.mote.bundle.files.FileLock;
import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.http.Transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The models on this device, by the digest of their content.
 *
 * <p>A model is named by a catalogue name or alias, by a source ({@link SourceSyntax}) or by a
 * path; files named by a path are used where they are. Finding a model never touches the network.
 * Pulling one resumes what an interruption left, verifies the content while it streams, and puts it
 * in place at once or not at all.
 *
 * <p>Safe for threads and processes: pulls and removals of one name exclude each other by a lock
 * that the operating system holds, and so do those of one content under several names.
 */
public final class ModelStore {
    private final StoreLayout layout;
    private final Supplier<Catalogue> catalogue;
    private final ModelPull.Surroundings surroundings;
    private final ModelRecords records;
    private final ModelVerification verification;
    private final StoredContent content;

    ModelStore(Path home, Supplier<Catalogue> catalogue, ModelPull.Surroundings surroundings) {
        this.layout = new StoreLayout(home.toAbsolutePath().normalize().resolve("models"));
        this.catalogue = catalogue;
        this.surroundings = surroundings;
        this.records = new ModelRecords(layout);
        this.verification = new ModelVerification(layout, records);
        this.content = new StoredContent(layout, records, verification);
    }

    /** The store under a home, with the product's catalogue and this process's environment. */
    public static ModelStore open(Path home) {
        return open(home, Catalogue::builtIn, Environment.ofSystem());
    }

    /**
     * The store under a home. Nothing is written before the first pull.
     *
     * @param home such as {@link Environment#moteHome()}
     * @param catalogue names that can be pulled
     * @param environment proxies, credentials, registries
     */
    public static ModelStore open(Path home, Catalogue catalogue, Environment environment) {
        return open(home, () -> catalogue, environment);
    }

    private static ModelStore open(
            Path home, Supplier<Catalogue> catalogue, Environment environment) {
        Transport.Options options = Transport.Options.usual(environment.flag("MOTE_ALLOW_HTTP"));
        return new ModelStore(
                home,
                catalogue,
                new ModelPull.Surroundings(environment, options, DiskSpace.Probe.ofSystem()));
    }

    /** The names that can be pulled. */
    public Catalogue catalogue() {
        return catalogue.get();
    }

    /**
     * What the store calls a model: its catalogue name, else its source as written; empty for a
     * file of the user's own.
     *
     * @param nameOrSource catalogue name or alias, source or path
     * @throws UnknownModelException when the name means nothing
     * @throws InvalidSourceException when it is a malformed source or a path without a file
     */
    public Optional<String> name(String nameOrSource) {
        NamedModel model = NamedModel.of(nameOrSource, catalogue, surroundings.environment());
        return model.source() instanceof ModelSource.Local
                ? Optional.empty()
                : Optional.of(model.name());
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
            case TOUCHED -> content.renew(installed.get()).map(InstalledModel::path);
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
        try (FileLock _ = FileLock.take(layout.lock(model.name()), meter::waiting)) {
            InstalledModel installed =
                    content.find(model.name(), meter::waiting)
                            .or(() -> content.adopt(model, meter))
                            .orElseGet(() -> fetch(model, meter));
            meter.event(Progress.Phase.DONE, installed.name());
            return installed.path();
        }
    }

    private InstalledModel fetch(NamedModel model, ProgressMeter meter) {
        if (surroundings.environment().flag("MOTE_OFFLINE")) {
            throw new DownloadException(
                    DownloadException.Reason.OFFLINE,
                    model.name()
                            + (Files.exists(layout.partial(model.name()))
                                    ? ": was fetched in part only"
                                    : records.find(model.name()).isPresent()
                                            ? ": is damaged on this device"
                                            : ": was never fetched to this device")
                            + ", and MOTE_OFFLINE forbids the network; unset that and run `mote"
                            + " pull "
                            + model.name()
                            + "`, or choose one of `mote models --local`",
                    null);
        }
        String source = model.source().text();
        Path partial = layout.partial(model.name());
        Pins pins = Pins.read(layout.pins(source));
        ModelPull.Fetched fetched = new ModelPull(model, partial, surroundings, meter).run(pins);
        try (FileLock _ = FileLock.take(layout.pinsLock(source), meter::waiting)) {
            pins.add(source, DownloadPlanner.toPin(model, fetched.digests()));
        }
        InstalledModel installed = content.place(model, fetched, meter);
        try {
            PrivateFiles.deleteTree(partial);
        } catch (IOException e) {
            throw new StoreException(partial + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
        return installed;
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
        layout.make();
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
            if (installed.isPresent()) {
                content.remove(installed.get());
            } else {
                records.delete(name); // one that cannot be read
            }
            PrivateFiles.deleteTree(partial);
            return installed.isPresent() || unfinished;
        } catch (IOException e) {
            throw new StoreException(name + ": cannot be removed (" + e.getMessage() + ")", e);
        }
    }
}
