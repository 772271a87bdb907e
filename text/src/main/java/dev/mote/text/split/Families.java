package dev.mote.text.split;

import dev.mote.format.ModelFormatException;

/**
 * The pre-tokenizers of byte-level vocabularies by the names GGUF files use ({@code
 * tokenizer.ggml.pre}).
 *
 * <p>Expressions are those the families publish in their {@code tokenizer.json}; which name means
 * which family, and what else follows from it, is llama.cpp's convention.
 */
public final class Families {
    private static final String CONTRACTION = "'s|'t|'re|'ve|'m|'ll|'d";
    private static final String ANY_CASE_CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private static final String ANY_CASE_CONTRACTION_OPTIONAL = ANY_CASE_CONTRACTION + "?";
    private static final String SPACES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** GPT-2: English contractions, words, numbers and the rest, each with the space before it. */
    public static final String GPT2 =
            CONTRACTION + "| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private static final String BLOOM =
            " ?[^(\\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+";

    private static final String UPPER = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    private static final String LOWER = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";

    /** Letters with case that DeepSeek's first tokenizers name one by one. */
    private static final String CASED =
            "A-Za-z"
                    + "\\u00B5\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u01BA\\u01BC-\\u01BF"
                    + "\\u01C4-\\u0293\\u0295-\\u02AF\\u0370-\\u0373\\u0376\\u0377\\u037B-\\u037D"
                    + "\\u037F\\u0386\\u0388-\\u038A\\u038C\\u038E-\\u03A1\\u03A3-\\u03F5"
                    + "\\u03F7-\\u0481\\u048A-\\u052F\\u0531-\\u0556\\u10A0-\\u10C5"
                    + "\\u13A0-\\u13F5\\u13F8-\\u13FD\\u1C90-\\u1CBA\\u1CBD-\\u1CBF"
                    + "\\u1D00-\\u1D2B\\u1D6B-\\u1D77\\u1D79-\\u1D9A\\u1E00-\\u1F15"
                    + "\\u1F18-\\u1F1D\\u1F20-\\u1F45\\u1F48-\\u1F4D\\u1F50-\\u1F57\\u1F59\\u1F5B"
                    + "\\u1F5D\\u1F5F-\\u1F7D\\u1F80-\\u1FB4\\u1FB6-\\u1FBC\\u1FBE\\u1FC2-\\u1FC4"
                    + "\\u1FC6-\\u1FCC\\u1FD0-\\u1FD3\\u1FD6-\\u1FDB\\u1FE0-\\u1FEC"
                    + "\\u1FF2-\\u1FF4\\u1FF6-\\u1FFC\\u2102\\u2107\\u210A-\\u2113\\u2115"
                    + "\\u2119-\\u211D\\u2124\\u2126\\u2128\\u212A-\\u212D\\u212F-\\u2134\\u2139"
                    + "\\u213C-\\u213F\\u2145-\\u2149\\u214E\\u2183\\u2184\\u2C00-\\u2C7B"
                    + "\\u2C7E-\\u2CE4\\u2CEB-\\u2CEE\\u2CF2\\u2CF3\\uA640-\\uA66D\\uA680-\\uA69B"
                    + "\\uA722-\\uA76F\\uA771-\\uA787\\uA78B-\\uA78E\\uAB70-\\uABBF"
                    + "\\uFB00-\\uFB06\\uFB13-\\uFB17\\uFF21-\\uFF3A\\uFF41-\\uFF5A"
                    + "\\x{10400}-\\x{1044F}\\x{104B0}-\\x{104D3}\\x{104D8}-\\x{104FB}"
                    + "\\x{10C80}-\\x{10CB2}\\x{10CC0}-\\x{10CF2}\\x{118A0}-\\x{118DF}"
                    + "\\x{1E900}-\\x{1E943}";

    private Families() {}

    /**
     * What a family's name implies.
     *
     * @param splitter cuts words
     * @param wholeWordsFirst whether a word that is a piece is taken whatever the merges say
     * @param addBos whether BOS is added where the file does not say
     */
    public record Family(Splitter splitter, boolean wholeWordsFirst, boolean addBos) {
        private static Family plain(String... expressions) {
            return new Family(Splitter.isolating(expressions), false, false);
        }

        private static Family wholeWords(boolean addBos, String... expressions) {
            return new Family(Splitter.isolating(expressions), true, addBos);
        }
    }

    /** Llama 3 and most that came after it: digits in groups of up to {@code digits}. */
    private static String llama3(String numbers) {
        return ANY_CASE_CONTRACTION
                + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
                + numbers
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
                + SPACES;
    }

    /** Words by case, as GPT-4o and Mistral's Tekken cut them. */
    private static String byCase(String suffix, String numbers) {
        String before = "[^\\r\\n\\p{L}\\p{N}]?";
        return before
                + UPPER
                + "*"
                + LOWER
                + "+"
                + suffix
                + "|"
                + before
                + UPPER
                + "+"
                + LOWER
                + "*"
                + suffix
                + "|"
                + numbers
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|"
                + SPACES;
    }

    /** The family of a name, or a refusal that names it. */
    public static Family of(String source, String name) {
        return switch (name) {
            case "gpt-2",
                    "phi-2",
                    "mpt",
                    "olmo",
                    "jais",
                    "trillion",
                    "granite-docling",
                    "exaone4",
                    "gigachat",
                    "a.x-4.0",
                    "mellum",
                    "modern-bert",
                    "roberta-bpe",
                    "jina-es",
                    "jina-de",
                    "jina-v1-en",
                    "jina-v2-es",
                    "jina-v2-de",
                    "jina-v2-code" ->
                    Family.plain(GPT2);
            case "starcoder",
                    "refact",
                    "command-r",
                    "smollm",
                    "codeshell",
                    "exaone",
                    "minerva-7b",
                    "mellum2" ->
                    Family.plain("\\p{N}", GPT2);
            case "llama3",
                    "llama-v3",
                    "llama-bpe",
                    "falcon3",
                    "falcon-h1",
                    "pixtral",
                    "midm-2.0",
                    "lfm2",
                    "jina-v5-nano" ->
                    Family.wholeWords(true, llama3("\\p{N}{1,3}"));
            case "dbrx", "smaug-bpe", "chatglm-bpe", "glm4" -> Family.plain(llama3("\\p{N}{1,3}"));
            case "qwen2",
                    "deepseek-r1-qwen",
                    "kormo",
                    "f2llmv2",
                    "megrez",
                    "stablelm2",
                    "hunyuan",
                    "solar-open",
                    "grok-2" ->
                    Family.plain(llama3("\\p{N}"));
            case "minicpm5" -> Family.wholeWords(false, "\\p{N}{1,3}", llama3("\\p{N}+"));
            default -> more(source, name);
        };
    }

    private static Family more(String source, String name) {
        return switch (name) {
            case "default" ->
                    Family.plain("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]");
            case "falcon" -> Family.plain("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT2, "[0-9][0-9][0-9]");
            case "qwen35" ->
                    Family.plain(
                            ANY_CASE_CONTRACTION
                                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
                                    + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|"
                                    + SPACES);
            case "tekken" -> Family.wholeWords(true, byCase("", "\\p{N}"));
            case "gpt-4o", "llama4", "kanana2", "minimax-m2", "talkie" ->
                    Family.plain(byCase(ANY_CASE_CONTRACTION_OPTIONAL, "\\p{N}{1,3}"));
            case "granite-embed-multi-97m" ->
                    Family.wholeWords(false, byCase(ANY_CASE_CONTRACTION_OPTIONAL, "\\p{N}{1,3}"));
            case "deepseek-llm" ->
                    Family.plain(
                            "[\\r\\n]",
                            "\\s?[" + CASED + "]+",
                            "\\s?[!-/:-~\\uFF01-\\uFF0F\\uFF1A-\\uFF5E\\u2018-\\u201F"
                                    + "\\u3000-\\u3002]+",
                            "\\s+$",
                            "[\\u4E00-\\u9FA5\\u0800-\\u4E00\\uAC00-\\uD7FF]+",
                            "\\p{N}+");
            case "deepseek-coder" ->
                    Family.plain(
                            "[\\r\\n]",
                            "\\s?\\p{L}+",
                            "\\s?\\p{P}+",
                            "[\\u4E00-\\u9FA5\\u0800-\\u4E00\\uAC00-\\uD7FF]+",
                            "\\p{N}");
            case "deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4" ->
                    Family.plain(
                            "\\p{N}{1,3}",
                            "[\\u4E00-\\u9FA5\\u3040-\\u309F\\u30A0-\\u30FF]+",
                            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
                                    + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                                    + "| ?[\\p{P}\\p{S}]+[\\r\\n]*|"
                                    + SPACES);
            case "jais-2" ->
                    Family.plain(
                            llama3("\\p{N}{1,3}")
                                    .replace(
                                            "|\\s+(?!\\S)|\\s+",
                                            "|\\s{512}(?!\\S)|\\s{256}(?!\\S)|\\s{128}(?!\\S)"
                                                    + "|\\s{64}(?!\\S)|\\s{32}(?!\\S)"
                                                    + "|\\s{16}(?!\\S)|\\s{8}(?!\\S)"
                                                    + "|\\s{4}(?!\\S)|\\s{1,2}(?!\\S)|\\s{1}"));
            case "bloom", "poro-chat", "gpt3-finnish" -> Family.plain(BLOOM);
            case "viking" -> Family.plain(BLOOM, "\\p{N}");
            case "kimi-k2" -> Family.plain(kimi());
            case "bailingmoe", "bailingmoe2", "llada-moe" ->
                    Family.plain(
                            "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}"
                                    + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*"
                                    + "|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+");
            case "seed-coder" ->
                    Family.plain(
                            ANY_CASE_CONTRACTION
                                    + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                                    + "| ?[^\\s\\p{L}\\p{N}\\r\\n]+|"
                                    + SPACES);
            default ->
                    throw new ModelFormatException(
                            source,
                            "pre-tokenizer '"
                                    + name
                                    + "' (tokenizer.ggml.pre) is not known; use a file of a"
                                    + " supported family");
        };
    }

    /** Kimi K2: Chinese characters apart from every other script's words. */
    private static String kimi() {
        String notHan = "&&[^\\p{Han}]]";
        String upper = UPPER.substring(0, UPPER.length() - 1) + notHan;
        String lower = LOWER.substring(0, LOWER.length() - 1) + notHan;
        return "[\\p{Han}]+|"
                + byCase(ANY_CASE_CONTRACTION_OPTIONAL, "\\p{N}{1,3}")
                        .replace(UPPER, upper)
                        .replace(LOWER, lower)
                        .replace("[\\r\\n/]*", "[\\r\\n]*");
    }
}
