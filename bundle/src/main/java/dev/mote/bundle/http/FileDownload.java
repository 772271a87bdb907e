package dev.mote.bundle.http;

import static dev.mote.bundle.DownloadException.Reason;

import dev.mote.bundle.DownloadException;
import dev.mote.bundle.Progress;
import dev.mote.bundle.files.DiskSpace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Downloads one file into a part, from where the last try ended.
 *
 * <p>A range is asked for with If-Range (RFC 9110, sections 13.1.5 and 14.2), so a host whose
 * content changed answers with the whole of it; then, and where a host ignores ranges, the part
 * starts anew. Without a validator a part is continued only when the content's digest is known
 * beforehand, because only that would notice two contents in one file.
 */
public final class FileDownload {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Pattern UNSATISFIED_RANGE = Pattern.compile("bytes \\*/(\\d{1,18})");

    /**
     * What is wanted.
     *
     * @param request where it is
     * @param identity names the content; a part with another one is dropped
     * @param bytes whole size, or -1 while unknown
     * @param digestKnown whether the caller checks a digest it knows beforehand
     */
    public record Wanted(Request request, String identity, long bytes, boolean digestKnown) {}

    private final Transport transport;
    private final DiskSpace space;
    private final TransferListener listener;

    /** A download over this transport onto this disk. */
    public FileDownload(Transport transport, DiskSpace space, TransferListener listener) {
        this.transport = transport;
        this.space = space;
        this.listener = listener;
    }

    /**
     * Completes the part.
     *
     * @param file the part
     * @param digest takes the whole content
     * @return size of the content
     */
    public long complete(Wanted wanted, Path file, RunningDigest digest) {
        try (PartFile part = PartFile.open(file, wanted.identity())) {
            part.hash(digest, listener);
            long[] furthest = {part.size()};
            transport
                    .retry()
                    .run(
                            () -> {
                                attempt(wanted, part, digest, furthest);
                                return part;
                            },
                            () -> furthest[0]);
            part.force();
            return part.size();
        } catch (IOException e) {
            throw space.writeFailure(file, 0, e);
        }
    }

    /** Deletes a part and what was noted about it. */
    public static void discard(Path file) {
        PartFile.delete(file);
    }

    private void attempt(Wanted wanted, PartFile part, RunningDigest digest, long[] furthest)
            throws TransientFailure {
        long known = wanted.bytes() >= 0 ? wanted.bytes() : part.total();
        boolean trusted = part.validator() != null || wanted.digestKnown();
        if (part.size() > 0 && (!trusted || (known >= 0 && part.size() > known))) {
            part.restart(digest);
        }
        if (wanted.bytes() >= 0 && part.size() == wanted.bytes()) {
            return;
        }
        try (Answer answer = transport.open("GET", ranged(wanted.request(), part))) {
            if (answer.status() == 416 && isWhole(part, answer)) {
                listener.at(Progress.Phase.VERIFY, part.size());
                return;
            }
            long total = accept(wanted, part, digest, answer);
            if (total >= 0) {
                space.require(total - part.size());
            }
            part.describe(validator(answer), total);
            copy(answer, part, digest, total, furthest);
            if (total >= 0 && part.size() < total) {
                throw incomplete(wanted, part.size(), total);
            }
        } catch (IOException e) {
            throw transport.broken(wanted.request().uri(), e);
        }
    }

    private static Request ranged(Request request, PartFile part) {
        Request plain = request.with("Accept-Encoding", "identity");
        if (part.size() == 0) {
            return plain;
        }
        Request ranged = plain.with("Range", "bytes=" + part.size() + "-");
        String validator = part.validator();
        return validator == null ? ranged : ranged.with("If-Range", validator);
    }

    /** Brings the part in line with the answer and tells the whole size, or -1. */
    private long accept(Wanted wanted, PartFile part, RunningDigest digest, Answer answer)
            throws TransientFailure {
        long total;
        switch (answer.status()) {
            case 200 -> {
                if (part.size() > 0) {
                    part.restart(digest);
                }
                total = answer.contentLength().orElse(-1);
            }
            case 206 -> {
                Matcher range =
                        CONTENT_RANGE.matcher(answer.header("content-range").orElse("").strip());
                boolean continues =
                        part.size() > 0
                                && range.matches()
                                && Long.parseLong(range.group(1)) == part.size()
                                && sameContent(part, answer);
                if (!continues) {
                    part.restart(digest);
                    throw changed(wanted);
                }
                String whole = range.group(3);
                total = whole.equals("*") ? -1 : Long.parseLong(whole);
            }
            case 416 -> {
                part.restart(digest);
                throw changed(wanted);
            }
            default -> {
                transport.requireSuccess(wanted.request().uri(), answer);
                throw new DownloadException(
                        Reason.MALFORMED,
                        wanted.request().uri()
                                + ": answered "
                                + answer.status()
                                + ", expected 200 or 206",
                        null);
            }
        }
        if (wanted.bytes() >= 0 && total >= 0 && total != wanted.bytes()) {
            throw new DownloadException(
                    Reason.MALFORMED,
                    wanted.request().uri()
                            + ": is "
                            + total
                            + " bytes there, expected "
                            + wanted.bytes()
                            + "; it is not the file that was asked for",
                    null);
        }
        return total < 0 ? wanted.bytes() : total;
    }

    /**
     * Whether nothing can follow the part because nothing is missing: the host states the size the
     * part has (RFC 9110, section 15.5.17), of the content that If-Range named or whose digest the
     * caller checks. A size noted earlier counts where the host states none.
     */
    private static boolean isWhole(PartFile part, Answer answer) {
        Matcher range =
                UNSATISFIED_RANGE.matcher(answer.header("content-range").orElse("").strip());
        long there = range.matches() ? Long.parseLong(range.group(1)) : part.total();
        return part.size() > 0 && part.size() == there && sameContent(part, answer);
    }

    private static boolean sameContent(PartFile part, Answer answer) {
        String now = validator(answer);
        return now == null || part.validator() == null || now.equals(part.validator());
    }

    /** A strong ETag, or null: a weak one promises too little to join bytes by. */
    private static @Nullable String validator(Answer answer) {
        String etag = answer.header("etag").orElse("");
        return etag.startsWith("\"") ? etag : null;
    }

    private void copy(
            Answer answer, PartFile part, RunningDigest digest, long total, long[] furthest)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long here = part.size();
        long checked = here;
        for (int n = answer.body().read(buffer); n >= 0; n = answer.body().read(buffer)) {
            if (total >= 0 && here + n > total) {
                throw new DownloadException(
                        Reason.MALFORMED,
                        answer.uri().getHost() + ": sent more than the " + total + " bytes it said",
                        null);
            }
            if (total < 0 && here - checked >= DiskSpace.MARGIN_BYTES / 2) {
                space.require(0); // an endless answer must not fill the disk
                checked = here;
            }
            try {
                part.append(buffer, n);
            } catch (IOException e) {
                throw space.writeFailure(part.file(), total - here, e);
            }
            digest.update(buffer, 0, n);
            here += n;
            furthest[0] = Math.max(furthest[0], here);
            listener.at(Progress.Phase.DOWNLOAD, here);
        }
    }

    private static TransientFailure changed(Wanted wanted) {
        return new TransientFailure(
                new DownloadException(
                        Reason.MALFORMED,
                        wanted.request().uri() + ": changed during the download; pull again",
                        null),
                null);
    }

    private static TransientFailure incomplete(Wanted wanted, long here, long total) {
        return new TransientFailure(
                new DownloadException(
                        Reason.INCOMPLETE,
                        wanted.request().uri()
                                + ": the connection ended after "
                                + here
                                + " of "
                                + total
                                + " bytes; pull again to go on from there",
                        null),
                null);
    }
}
