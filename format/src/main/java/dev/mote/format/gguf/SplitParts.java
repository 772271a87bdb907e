package dev.mote.format.gguf;

import dev.mote.format.Metadata;
import dev.mote.format.ModelFormatException;
import dev.mote.format.internal.MappedFiles;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds and checks the files of a split model. */
final class SplitParts {
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");

    private SplitParts() {}

    /**
     * All parts in order, of which one is open already; just that one if the model is not split.
     */
    static List<MappedGguf> open(Path path, MappedGguf opened, MappedFiles files) {
        Metadata metadata = opened.header().metadata();
        int partCount = metadata.integer("split.count").orElse(1);
        if (partCount <= 1) {
            return List.of(opened);
        }
        String source = path.toString();
        if (partCount > GgufLimits.PART_COUNT_MAX) {
            throw new ModelFormatException(
                    source,
                    "key 'split.count' is %d, the limit is %d"
                            .formatted(partCount, GgufLimits.PART_COUNT_MAX));
        }
        int partNumber = metadata.requireInteger("split.no");
        Path fileName = path.getFileName();
        Matcher name = NAME.matcher(fileName == null ? "" : fileName.toString());
        if (!name.matches()
                || Integer.parseInt(name.group(2)) != partNumber + 1
                || Integer.parseInt(name.group(3)) != partCount) {
            throw new ModelFormatException(
                    source,
                    "holds part %d of %d, expected it to be named like 'NAME-%05d-of-%05d.gguf'"
                            .formatted(partNumber + 1, partCount, partNumber + 1, partCount));
        }
        List<MappedGguf> parts = new ArrayList<>(partCount);
        for (int number = 0; number < partCount; number++) {
            if (number == partNumber) {
                parts.add(opened);
                continue;
            }
            Path sibling =
                    path.resolveSibling(
                            "%s-%05d-of-%05d.gguf".formatted(name.group(1), number + 1, partCount));
            if (!Files.exists(sibling)) {
                throw new ModelFormatException(
                        source,
                        "part %d of %d is missing: expected '%s' beside it"
                                .formatted(number + 1, partCount, sibling.getFileName()));
            }
            MappedGguf part = MappedGguf.map(sibling, files);
            expect(sibling, part, "split.no", number);
            expect(sibling, part, "split.count", partCount);
            parts.add(part);
        }
        checkTensors(path, parts);
        return parts;
    }

    private static void expect(Path path, MappedGguf part, String key, int expected) {
        int found = part.header().metadata().requireInteger(key);
        if (found != expected) {
            throw new ModelFormatException(
                    path.toString(),
                    "key '%s' is %d, expected %d: it belongs to another model"
                            .formatted(key, found, expected));
        }
    }

    private static void checkTensors(Path path, List<MappedGguf> parts) {
        Set<String> names = new HashSet<>();
        for (MappedGguf part : parts) {
            for (String name : part.header().tensors().keySet()) {
                if (!names.add(name)) {
                    throw new ModelFormatException(
                            path.toString(), "tensor '" + name + "' appears in two parts");
                }
            }
        }
        int expected =
                parts.getFirst().header().metadata().integer("split.tensors.count").orElse(-1);
        if (expected != -1 && expected != names.size()) {
            throw new ModelFormatException(
                    path.toString(),
                    "the %d parts hold %d tensors, key 'split.tensors.count' says %d"
                            .formatted(parts.size(), names.size(), expected));
        }
    }
}
