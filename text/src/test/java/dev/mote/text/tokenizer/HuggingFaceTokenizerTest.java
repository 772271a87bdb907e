package dev.mote.text.tokenizer;

import static dev.mote.text.tokenizer.HuggingFaceConversion.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.ModelFormatException;
import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;
import dev.mote.text.tokenizer.Tokenizer.Special;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Vocabularies rewritten as {@code tokenizer.json} give the same ids as their GGUF. */
class HuggingFaceTokenizerTest {
    private static final String LLAMA3 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
                    + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "Hello, y'all! How are you?",
                    "  two  spaces\tand tab\n\n newline ",
                    "Gr\u00fc\u00dfe, na\u00efve caf\u00e9 \u2014 \u03a9\u03bc\u03ad\u03b3\u03b1",
                    "\u65e5\u672c\u8a9e \ud83d\ude00 1234567 3.14",
                    "<s> </s> [CLS] <|im_end|>");

    @TempDir Path folder = Path.of("");

    @Test
    void byteLevelBpeOfGoldenVocabularyAgrees() throws IOException {
        compareGolden("gpt2", conversion -> conversion.byteLevel("", false));
        compareGolden("llama3-ropefreqs", conversion -> conversion.byteLevel(LLAMA3, true));
    }

    @Test
    void unigramOfGoldenVocabularyAgrees() throws IOException {
        compareGolden("t5", HuggingFaceConversion::unigram);
    }

    @Test
    void wordPieceOfGoldenVocabularyAgrees() throws IOException {
        compareGolden("bert-cls", HuggingFaceConversion::wordPiece);
    }

    @Test
    void publicVocabulariesAgree() {
        compareVocabulary("gpt-2", conversion -> conversion.byteLevel("", false));
        compareVocabulary("llama-bpe", conversion -> conversion.byteLevel(LLAMA3, true));
        compareVocabulary("llama-spm", HuggingFaceConversion::sentencePiece);
        compareVocabulary("bert-bge", HuggingFaceConversion::wordPiece);
    }

    @Test
    void namesUnsupportedComponents() {
        Map<String, Object> model =
                object("type", "BPE", "vocab", object("a", 0L), "merges", List.of());
        assertThatThrownBy(() ->
                        HuggingFaceTokenizers.of(
                                "t.json",
                                object(
                                        "model",
                                        model,
                                        "pre_tokenizer",
                                        object("type", "UnicodeScripts")),
                                null))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("UnicodeScripts");
        assertThatThrownBy(() ->
                        HuggingFaceTokenizers.of(
                                "t.json", object("model", object("type", "WordLevel")), null))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("WordLevel");
    }

    @Test
    void refusesIdsNoVocabularyHas() {
        for (long id : new long[] {-1, 1L << 31, Long.MAX_VALUE}) {
            Map<String, Object> model =
                    object("type", "BPE", "vocab", object("a", id), "merges", List.of());
            assertThatThrownBy(
                            () -> HuggingFaceTokenizers.of("t.json", object("model", model), null))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("id " + id);
        }
    }

    /** Through files, as a safetensors folder has them. */
    private void compareGolden(
            String name, Function<HuggingFaceConversion, Map<String, Object>> convert)
            throws IOException {
        Optional<Path> record = Conformance.file("golden/models/" + name + ".json");
        if (record.isEmpty()) {
            Conformance.skipped("tokenizer.json " + name, "no golden model of that name");
            return;
        }
        try (GgufFile file = GgufFile.open(Golden.read(record.get()).file("model"))) {
            Map<String, Object> json = convert.apply(new HuggingFaceConversion(file.metadata()));
            Files.writeString(folder.resolve("tokenizer.json"), text(json));
            compare(name, Tokenizers.of(file.metadata()), Tokenizers.ofFolder(folder));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream()
                            .map(HuggingFaceTokenizerTest::text)
                            .collect(Collectors.joining(",", "[", "]"));
            case String string ->
                    string.chars()
                            .mapToObj("\\u%04x"::formatted)
                            .collect(Collectors.joining("", "\"", "\""));
            default -> value.toString();
        };
    }

    private static void compareVocabulary(
            String name, Function<HuggingFaceConversion, Map<String, Object>> convert) {
        Optional<Path> path = Conformance.file("tokenizers/ggml-vocab-" + name + ".gguf");
        if (path.isEmpty()) {
            Conformance.skipped("tokenizer.json " + name, "no public vocabularies in mote.shared");
            return;
        }
        try (GgufFile file = GgufFile.open(path.get())) {
            Object json = convert.apply(new HuggingFaceConversion(file.metadata()));
            compare(
                    name,
                    Tokenizers.of(file.metadata()),
                    HuggingFaceTokenizers.of(name, json, null));
        }
    }

    private static void compare(String name, Tokenizer gguf, Tokenizer json) {
        for (String text : TEXTS) {
            for (Special special : new Special[] {Special.NONE, Special.PARSE}) {
                int[] expected = gguf.encode(text, special);
                int[] actual = json.encode(text, special);
                assertThat(actual)
                        .as(() -> TokenDiff.of(name, gguf, text, expected, actual))
                        .isEqualTo(expected);
            }
        }
    }
}
