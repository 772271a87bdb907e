package dev.mote.bundle.hub;

import static dev.mote.bundle.DownloadException.Reason;

import dev.mote.bundle.DownloadException;
import dev.mote.bundle.Environment;
import dev.mote.bundle.InvalidSourceException;
import dev.mote.bundle.ModelSource;
import dev.mote.bundle.RelativePath;
import dev.mote.bundle.http.Request;
import dev.mote.bundle.http.Small;
import dev.mote.bundle.http.Transport;
import dev.mote.bundle.json.JsonFields;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The Hugging Face hub, or a mirror that {@code HF_ENDPOINT} names.
 *
 * <p>{@code GET /api/models/REPO/revision/REV?blobs=true} lists a commit's files with their sizes
 * and digests; {@code HEAD /REPO/resolve/REV/FILE} tells the same of one file in {@code
 * X-Repo-Commit}, {@code X-Linked-Size} and {@code X-Linked-Etag} (SHA-256 of a large file) or
 * {@code ETag} (git's digest of a small one), before it redirects to a content network, which never
 * sees the token.
 *
 * @see <a href="https://huggingface.co/docs/hub/api">hub API</a>
 */
public final class Hub {
    private static final String PUBLIC_ENDPOINT = "https://huggingface.co";
    private static final int LISTING_BYTES_MAX = 32 << 20;

    private final Transport transport;
    private final String endpoint;
    private final @Nullable String authorization;

    /** The hub as the environment names it, with the user's token for it. */
    public Hub(Transport transport, Environment environment) {
        this.transport = transport;
        this.endpoint =
                environment.first("HF_ENDPOINT").orElse(PUBLIC_ENDPOINT).replaceAll("/+$", "");
        this.authorization = HubToken.of(environment).map(token -> "Bearer " + token).orElse(null);
        try {
            if (URI.create(endpoint).getHost() == null) {
                throw new InvalidSourceException(endpoint, "HF_ENDPOINT has no host");
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidSourceException(endpoint, "HF_ENDPOINT is not a URL");
        }
    }

    /** Finds the files of a model, their sizes and digests. */
    public HubSnapshot resolve(ModelSource.Hub source) {
        String file = source.file();
        if (file != null && !HubSelection.isShard(file)) {
            Head head = head(source.repository(), source.revision(), file);
            return new HubSnapshot(head.commit(), null, List.of(head.file()));
        }
        return list(source);
    }

    private HubSnapshot list(ModelSource.Hub source) {
        URI address =
                URI.create(
                        endpoint
                                + "/api/models/"
                                + source.repository()
                                + "/revision/"
                                + encode(source.revision())
                                + "?blobs=true");
        byte[] json = transport.fetch(Request.to(address, authorization), LISTING_BYTES_MAX).body();
        try {
            JsonFields model = JsonFields.parse(address.toString(), json);
            String commit = model.optionalText("sha").orElse(source.revision());
            Map<String, JsonFields> listed = new LinkedHashMap<>();
            for (JsonFields sibling : model.objects("siblings")) {
                String path = sibling.text("rfilename");
                if (RelativePath.isPlain(path)) {
                    listed.put(path, sibling);
                }
            }
            List<HubFile> files = new ArrayList<>();
            for (String path : choose(source, listed)) {
                HubFile file = described(source.repository(), commit, path, listed.get(path));
                boolean digest = file.sha256() != null || file.gitSha1() != null;
                files.add(digest ? file : head(source.repository(), commit, path).file());
            }
            return new HubSnapshot(commit, licence(model), files);
        } catch (IOException e) {
            throw new DownloadException(Reason.MALFORMED, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<String> choose(ModelSource.Hub source, Map<String, JsonFields> listed) {
        try {
            String file = source.file();
            if (file != null) {
                return HubSelection.shards(file, listed.keySet());
            }
            return source.quantisation() != null || HubSelection.hasGguf(listed.keySet())
                    ? HubSelection.gguf(listed.keySet(), source.quantisation())
                    : HubSelection.safetensors(listed.keySet());
        } catch (IllegalArgumentException e) {
            throw new InvalidSourceException(
                    source.text(), source.repository() + " " + e.getMessage());
        }
    }

    private HubFile described(
            String repository, String commit, String path, @Nullable JsonFields sibling)
            throws IOException {
        if (sibling == null) {
            return new HubFile(path, -1, null, null, request(repository, commit, path));
        }
        Optional<JsonFields> lfs = sibling.optionalObject("lfs");
        long bytes = sibling.optionalCount("size").orElse(-1L);
        String sha256 = null;
        String gitSha1 = null;
        if (lfs.isPresent()) {
            bytes = lfs.get().optionalCount("size").orElse(bytes);
            sha256 = digest(lfs.get().optionalText("sha256"), 64);
            sha256 = sha256 != null ? sha256 : digest(lfs.get().optionalText("oid"), 64);
        } else if (bytes >= 0) {
            gitSha1 = digest(sibling.optionalText("blobId"), 40);
        }
        return new HubFile(path, bytes, sha256, gitSha1, request(repository, commit, path));
    }

    private record Head(String commit, HubFile file) {}

    private Head head(String repository, String revision, String path) {
        Small answer = transport.head(request(repository, revision, path));
        String commit =
                answer.header("x-repo-commit")
                        .filter(text -> text.matches("[0-9a-f]{40}"))
                        .orElse(revision);
        OptionalLong linked = number(answer.header("x-linked-size"));
        OptionalLong plain = number(answer.header("content-length"));
        String sha256 = digest(answer.header("x-linked-etag"), 64);
        String gitSha1 = null;
        long bytes = linked.orElse(-1);
        if (sha256 == null && answer.header("x-linked-etag").isEmpty()) {
            sha256 = digest(answer.header("etag"), 64);
            bytes = bytes >= 0 ? bytes : plain.orElse(-1);
            gitSha1 = bytes >= 0 ? digest(answer.header("etag"), 40) : null;
        }
        return new Head(
                commit,
                new HubFile(path, bytes, sha256, gitSha1, request(repository, commit, path)));
    }

    private Request request(String repository, String revision, String path) {
        StringBuilder address =
                new StringBuilder(endpoint)
                        .append('/')
                        .append(repository)
                        .append("/resolve/")
                        .append(encode(revision));
        for (String name : path.split("/", -1)) {
            address.append('/').append(encode(name));
        }
        return Request.to(URI.create(address.toString()), authorization);
    }

    private static OptionalLong number(Optional<String> text) {
        String digits = text.orElse("");
        return digits.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(digits))
                : OptionalLong.empty();
    }

    private static @Nullable String digest(Optional<String> text, int length) {
        String bare = text.orElse("").replaceFirst("^W/", "").replace("\"", "");
        bare = bare.replaceFirst("^sha256:", "").toLowerCase(Locale.ROOT);
        return bare.length() == length && bare.matches("[0-9a-f]+") ? bare : null;
    }

    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static @Nullable String licence(JsonFields model) throws IOException {
        Optional<JsonFields> card = model.optionalObject("cardData");
        if (card.isEmpty() || !card.get().isText("license")) {
            return null;
        }
        String id = card.get().text("license");
        if (id.equals("other")) {
            id = card.get().isText("license_name") ? card.get().text("license_name") : id;
        }
        return switch (id.toLowerCase(Locale.ROOT)) {
            case "apache-2.0" -> "Apache-2.0";
            case "mit" -> "MIT";
            case "bsd-3-clause" -> "BSD-3-Clause";
            case "cc-by-4.0" -> "CC-BY-4.0";
            case "cc-by-nc-4.0" -> "CC-BY-NC-4.0";
            case "cc-by-sa-4.0" -> "CC-BY-SA-4.0";
            default -> "LicenseRef-" + id.replaceAll("[^A-Za-z0-9.-]", "-");
        };
    }
}
