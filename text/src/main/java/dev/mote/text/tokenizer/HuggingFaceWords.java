package dev.mote.text.tokenizer;

import dev.mote.text.segment.CharacterBpe.SpacePrefix;
import dev.mote.text.split.Families;
import dev.mote.text.split.SplitPattern;
import dev.mote.text.split.SplitPatternException;
import dev.mote.text.split.Splitter;
import dev.mote.text.split.Splitter.Keep;
import dev.mote.text.split.Splitter.Stage;

import java.util.ArrayList;
import java.util.List;

/** {@code normalizer} and {@code pre_tokenizer} of a {@code tokenizer.json}, as far as words go. */
final class HuggingFaceWords {
    private static final String METASPACE = "\u2581";

    /** ASCII punctuation and Unicode's, as the {@code Punctuation} pre-tokenizer has it. */
    private static final String PUNCTUATION = "[\\p{P}!-/:-@\\[-`{-~]";

    private final List<Stage> stages = new ArrayList<>();
    private boolean byteLevel;
    private boolean byteLevelPrefix;
    private boolean metaspace;
    private boolean whiteSpaceSplit;
    private boolean bert;
    private SpacePrefix spacePrefix = SpacePrefix.NEVER;

    /** Reads the pre-tokenizer, if there is one. */
    HuggingFaceWords(JsonObject file) {
        file.object("pre_tokenizer")
                .ifPresent(pre -> pre.parts("pretokenizers").forEach(this::addPart));
    }

    private void addPart(JsonObject part) {
        String type = part.requireString("type");
        switch (type) {
            case "ByteLevel" -> {
                byteLevel = true;
                byteLevelPrefix |= part.bool("add_prefix_space", true);
                if (part.bool("use_regex", true)) {
                    stages.add(new Stage(SplitPattern.compile(Families.GPT2), Keep.ALL));
                }
            }
            case "Split" -> addSplit(part);
            case "Digits" ->
                    addStage(
                            part,
                            part.bool("individual_digits", false) ? "\\p{N}" : "\\p{N}+",
                            Keep.ALL);
            case "Punctuation" -> {
                String behavior = part.string("behavior").orElse("Isolated");
                switch (behavior) {
                    case "Isolated" -> addStage(part, PUNCTUATION, Keep.ALL);
                    case "Contiguous" -> addStage(part, PUNCTUATION + "+", Keep.ALL);
                    default -> throw part.unsupported("behavior '" + behavior + "'");
                }
            }
            case "Metaspace" -> addMetaspace(part);
            case "WhitespaceSplit" -> whiteSpaceSplit = true;
            case "BertPreTokenizer" -> bert = true;
            default -> throw part.unsupported("pre-tokenizer '" + type + "'");
        }
    }

    private void addSplit(JsonObject part) {
        JsonObject pattern = part.requireObject("pattern");
        String expression =
                pattern.has("Regex")
                        ? pattern.requireString("Regex")
                        : quoted(pattern.requireString("String"));
        String behavior = part.requireString("behavior");
        boolean invert = part.bool("invert", false);
        Keep keep =
                switch (behavior) {
                    case "Isolated" -> Keep.ALL;
                    case "Removed" -> invert ? Keep.MATCHES : Keep.GAPS;
                    case "MergedWithPrevious" -> Keep.MATCH_JOINS_PREVIOUS;
                    default -> throw part.unsupported("behavior '" + behavior + "'");
                };
        if (invert && keep == Keep.MATCH_JOINS_PREVIOUS) {
            throw part.unsupported("'invert' with behavior '" + behavior + "'");
        }
        addStage(part, expression, keep);
    }

    private static String quoted(String text) {
        StringBuilder expression = new StringBuilder();
        text.codePoints().forEach(c -> expression.append("\\x{%X}".formatted(c)));
        return expression.toString();
    }

    private void addStage(JsonObject part, String expression, Keep keep) {
        try {
            stages.add(new Stage(SplitPattern.compile(expression), keep));
        } catch (SplitPatternException e) {
            throw part.unsupported("pattern: " + e.getMessage() + "; it");
        }
    }

    private void addMetaspace(JsonObject part) {
        if (!part.string("replacement").orElse(METASPACE).equals(METASPACE)) {
            throw part.unsupported("a replacement other than U+2581");
        }
        metaspace = true;
        String scheme =
                part.string("prepend_scheme")
                        .orElse(part.bool("add_prefix_space", true) ? "always" : "never");
        spacePrefix =
                switch (scheme) {
                    case "always" -> SpacePrefix.ALWAYS;
                    case "first" -> SpacePrefix.FIRST;
                    case "never" -> SpacePrefix.NEVER;
                    default -> throw part.unsupported("prepend_scheme '" + scheme + "'");
                };
        if (part.bool("split", true)) {
            addStage(part, "\\x{2581}[^\\x{2581}]*|[^\\x{2581}]+", Keep.ALL);
        }
    }

    Splitter splitter() {
        return new Splitter(stages);
    }

    /** Whether words are spelled in GPT-2's alphabet of bytes. */
    boolean isByteLevel() {
        return byteLevel;
    }

    boolean byteLevelPrefix() {
        return byteLevelPrefix;
    }

    /** Whether spaces become U+2581 here rather than in the normalizer. */
    boolean isMetaspace() {
        return metaspace;
    }

    /** Whether words lie between white space. */
    boolean isWhiteSpaceSplit() {
        return whiteSpaceSplit;
    }

    /** Whether words are BERT's. */
    boolean isBert() {
        return bert;
    }

    SpacePrefix spacePrefix() {
        return spacePrefix;
    }
}
