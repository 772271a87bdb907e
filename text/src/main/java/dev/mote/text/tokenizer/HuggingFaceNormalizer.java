package dev.mote.text.tokenizer;

import dev.mote.format.ModelFormatException;
import dev.mote.text.segment.BertNormalizer;
import dev.mote.text.segment.CharsMap;
import dev.mote.text.segment.NormalizedText;
import dev.mote.text.segment.Segmenter;

import org.jspecify.annotations.Nullable;

import java.text.Normalizer;
import java.util.Base64;

/** {@code normalizer} of a {@code tokenizer.json}, part by part. */
final class HuggingFaceNormalizer {
    private static final String METASPACE = "\u2581";

    private Normalizer.@Nullable Form form;
    private boolean prependsSpace;
    private boolean marksSpaces;
    private boolean mergesSpaces;
    private @Nullable CharsMap charsMap;
    private @Nullable BertNormalizer bert;

    /** Reads the normalizer, if there is one. */
    HuggingFaceNormalizer(JsonObject file) {
        file.object("normalizer")
                .ifPresent(normalizer -> normalizer.parts("normalizers").forEach(this::addPart));
    }

    private void addPart(JsonObject part) {
        String type = part.requireString("type");
        switch (type) {
            case "NFC", "NFKC", "NFD", "NFKD" -> form = Normalizer.Form.valueOf(type);
            case "Prepend" -> {
                if (!part.requireString("prepend").equals(METASPACE)) {
                    throw part.unsupported("prepending anything but U+2581");
                }
                prependsSpace = true;
            }
            case "Replace" -> addReplace(part);
            case "Precompiled" -> {
                String encoded = part.requireString("precompiled_charsmap");
                if (!encoded.isEmpty()) {
                    charsMap = new CharsMap(part.source(), decoded(part, encoded));
                }
            }
            case "Strip" -> {
                if (part.bool("strip_left", true)) {
                    throw part.unsupported("'strip_left'");
                }
                mergesSpaces = true; // what follows in every file that has it
            }
            case "BertNormalizer" -> addBert(part);
            default -> throw part.unsupported("normalizer '" + type + "'");
        }
    }

    private static byte[] decoded(JsonObject part, String encoded) {
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            ModelFormatException malformed = part.malformed("precompiled_charsmap", "base64");
            malformed.initCause(e);
            throw malformed;
        }
    }

    private void addReplace(JsonObject part) {
        JsonObject pattern = part.requireObject("pattern");
        String content = part.requireString("content");
        String literal = pattern.string("String").orElse("");
        String expression = pattern.string("Regex").orElse("");
        if (literal.equals(" ") && content.equals(METASPACE)) {
            marksSpaces = true;
        } else if (expression.equals(" {2,}")
                && (content.equals(" ") || content.equals(METASPACE))) {
            mergesSpaces = true;
        } else {
            throw part.unsupported("replacing '" + literal + expression + "' by '" + content + "'");
        }
    }

    private void addBert(JsonObject part) {
        if (!part.bool("clean_text", true)) {
            throw part.unsupported("'clean_text' false");
        }
        boolean lowercase = part.bool("lowercase", true);
        bert =
                new BertNormalizer(
                        lowercase,
                        part.bool("strip_accents", lowercase),
                        part.bool("handle_chinese_chars", true));
    }

    /** The algorithm behind the Unicode normalization form that is asked for, if any. */
    Segmenter before(Segmenter segmenter) {
        return form == null ? segmenter : new NormalizedText(form, segmenter);
    }

    /** Whether every text gets a space before it. */
    boolean prependsSpace() {
        return prependsSpace;
    }

    /** Whether spaces become U+2581. */
    boolean marksSpaces() {
        return marksSpaces;
    }

    /** Whether runs of spaces become one. */
    boolean mergesSpaces() {
        return mergesSpaces;
    }

    @Nullable CharsMap charsMap() {
        return charsMap;
    }

    @Nullable BertNormalizer bert() {
        return bert;
    }
}
