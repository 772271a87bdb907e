package dev.mote.text.tokenizer;

import java.util.Arrays;

/** Token bytes to text: the first space dropped and spaces cleaned where the rules say so. */
final class PieceDetokenizer implements Detokenizer {
    private final Tokenizer tokenizer;
    private final TokenRules rules;
    private final boolean renderSpecial;
    private final Utf8Assembler assembler = new Utf8Assembler();
    private final SpaceCleaner cleaner = new SpaceCleaner();
    private boolean atStart = true;

    PieceDetokenizer(Tokenizer tokenizer, TokenRules rules, boolean renderSpecial) {
        this.tokenizer = tokenizer;
        this.rules = rules;
        this.renderSpecial = renderSpecial;
    }

    @Override
    public String append(int token) {
        byte[] bytes = tokenizer.bytes(token, renderSpecial);
        if (atStart && bytes.length > 0) {
            atStart = false;
            if (rules.stripsFirstSpace() && bytes[0] == ' ') {
                bytes = Arrays.copyOfRange(bytes, 1, bytes.length);
            }
        }
        return cleaned(assembler.append(bytes));
    }

    @Override
    public String finish() {
        atStart = true;
        String rest = cleaned(assembler.finish());
        return rules.cleansSpaces() ? rest + cleaner.finish() : rest;
    }

    private String cleaned(String text) {
        return rules.cleansSpaces() ? cleaner.append(text) : text;
    }
}
