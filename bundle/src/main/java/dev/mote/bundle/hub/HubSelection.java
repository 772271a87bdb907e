package dev.mote.bundle.hub;

import dev.mote.bundle.RelativePath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of a repository's files make up the model that was asked for. */
final class HubSelection {
    /** What is taken when nobody says, best compromise first. */
    private static final List<String> PREFERRED =
            List.of(
                    "Q4_K_M", "Q4_K_S", "Q4_0", "IQ4_XS", "IQ4_NL", "Q5_K_M", "Q8_0", "F16",
                    "BF16");

    private static final Pattern QUANTISATION =
            Pattern.compile(
                    "(?i)(?<![A-Z0-9])((?:UD-)?(?:I?Q\\d(?:_[A-Z0-9]+)*|TQ\\d_\\d|MXFP4|BF16|F16|F32))"
                        + "(?![A-Z0-9_])");
    private static final Pattern SHARD =
            Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf", Pattern.CASE_INSENSITIVE);

    /** Beside the weights, what a tokenizer, a chat template and a pooling layer are read from. */
    private static final List<String> COMPANIONS =
            List.of(
                    "config.json",
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "chat_template.jinja",
                    "modules.json",
                    "1_Pooling/config.json");

    private HubSelection() {}

    /**
     * The GGUF of a quantisation, all shards of it in order.
     *
     * @param quantisation in any case, or null for the usual choice
     * @throws IllegalArgumentException when there is none; the message names those there are
     */
    static List<String> gguf(Collection<String> paths, @Nullable String quantisation) {
        List<String> models =
                paths.stream().filter(HubSelection::isModel).sorted(byPlainness()).toList();
        if (quantisation != null) {
            return find(models, quantisation)
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "has no quantisation '"
                                            + quantisation
                                            + "'; it has "
                                            + offered(models)));
        }
        for (String preferred : PREFERRED) {
            Optional<List<String>> found = find(models, preferred);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (models.size() == 1 || sameModel(models)) {
            return shards(models.getFirst(), models);
        }
        throw new IllegalArgumentException(
                "has several models, name one: " + String.join(", ", models));
    }

    /** Whether there is any GGUF model. */
    static boolean hasGguf(Collection<String> paths) {
        return paths.stream().anyMatch(HubSelection::isModel);
    }

    /**
     * The safetensors weights with what belongs to them.
     *
     * @throws IllegalArgumentException when the weights or the configuration are missing
     */
    static List<String> safetensors(Collection<String> paths) {
        List<String> weights =
                paths.stream()
                        .filter(path -> path.endsWith(".safetensors") && !path.contains("/"))
                        .sorted()
                        .toList();
        List<String> plain = weights.stream().filter(path -> path.startsWith("model")).toList();
        weights = plain.isEmpty() ? weights : plain;
        if (weights.isEmpty()) {
            throw new IllegalArgumentException(
                    "has neither GGUF nor safetensors files, so there is no model to run");
        }
        if (!paths.contains("config.json")) {
            throw new IllegalArgumentException("has safetensors files but no config.json");
        }
        List<String> chosen = new ArrayList<>(COMPANIONS);
        chosen.add("model.safetensors.index.json");
        chosen.retainAll(paths);
        chosen.addAll(weights);
        return chosen;
    }

    /** All shards of the set that a file belongs to, or the file alone. */
    static List<String> shards(String path, Collection<String> paths) {
        Matcher shard = SHARD.matcher(path);
        if (!shard.matches()) {
            return List.of(path);
        }
        int count = Integer.parseInt(shard.group(3));
        List<String> set = new ArrayList<>();
        for (int i = 1; i <= count && i <= paths.size(); i++) {
            set.add(String.format(Locale.ROOT, "%s-%05d-of-%05d.gguf", shard.group(1), i, count));
        }
        if (set.size() != count || !paths.containsAll(set)) {
            throw new IllegalArgumentException(
                    "lacks some of the " + count + " parts that '" + path + "' belongs to");
        }
        return set;
    }

    /** Whether a file is one part of a set. */
    static boolean isShard(String path) {
        return SHARD.matcher(path).matches();
    }

    private static Optional<List<String>> find(List<String> models, String quantisation) {
        String wanted = quantisation.toUpperCase(Locale.ROOT);
        return models.stream()
                .filter(path -> quantisations(path).contains(wanted))
                .findFirst()
                .map(path -> shards(path, models));
    }

    /** Those a path names; the prefix UD- is a maker's mark, so both forms count. */
    private static List<String> quantisations(String path) {
        List<String> found = new ArrayList<>();
        Matcher matcher = QUANTISATION.matcher(path.replace(".gguf", ""));
        while (matcher.find()) {
            String name = matcher.group(1).toUpperCase(Locale.ROOT);
            found.add(name);
            if (name.startsWith("UD-")) {
                found.add(name.substring(3));
            }
        }
        return found;
    }

    private static String offered(List<String> models) {
        TreeSet<String> names = new TreeSet<>();
        models.forEach(path -> names.addAll(quantisations(path)));
        return names.isEmpty() ? String.join(", ", models) : String.join(", ", names);
    }

    private static boolean sameModel(List<String> models) {
        return !models.isEmpty()
                && isShard(models.getFirst())
                && shards(models.getFirst(), models).size() == models.size();
    }

    private static boolean isModel(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gguf")
                && !lower.contains("mmproj")
                && !lower.contains("imatrix")
                && RelativePath.isPlain(path);
    }

    /** Unmarked before UD-, shallow before deep, short before long, then by name. */
    private static Comparator<String> byPlainness() {
        return Comparator.comparing((String path) -> path.toUpperCase(Locale.ROOT).contains("UD-"))
                .thenComparingLong(path -> path.chars().filter(c -> c == '/').count())
                .thenComparingInt(String::length)
                .thenComparing(Comparator.naturalOrder());
    }
}
