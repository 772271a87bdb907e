package dev.mote.text.split;

/** Unicode general categories by the names regular expressions use. */
final class Categories {
    private Categories() {}

    /**
     * The categories of a name such as {@code L} or {@code Lu}, one bit per number of {@link
     * Character#getType(int)}; 0 if the name is unknown.
     */
    static int mask(String name) {
        return switch (name) {
            case "L" -> mask("Lu") | mask("Ll") | mask("Lt") | mask("Lm") | mask("Lo");
            case "Lu" -> 1 << Character.UPPERCASE_LETTER;
            case "Ll" -> 1 << Character.LOWERCASE_LETTER;
            case "Lt" -> 1 << Character.TITLECASE_LETTER;
            case "Lm" -> 1 << Character.MODIFIER_LETTER;
            case "Lo" -> 1 << Character.OTHER_LETTER;
            case "M" -> mask("Mn") | mask("Mc") | mask("Me");
            case "Mn" -> 1 << Character.NON_SPACING_MARK;
            case "Mc" -> 1 << Character.COMBINING_SPACING_MARK;
            case "Me" -> 1 << Character.ENCLOSING_MARK;
            case "N" -> mask("Nd") | mask("Nl") | mask("No");
            case "Nd" -> 1 << Character.DECIMAL_DIGIT_NUMBER;
            case "Nl" -> 1 << Character.LETTER_NUMBER;
            case "No" -> 1 << Character.OTHER_NUMBER;
            case "P" ->
                    1 << Character.CONNECTOR_PUNCTUATION
                            | 1 << Character.DASH_PUNCTUATION
                            | 1 << Character.START_PUNCTUATION
                            | 1 << Character.END_PUNCTUATION
                            | 1 << Character.INITIAL_QUOTE_PUNCTUATION
                            | 1 << Character.FINAL_QUOTE_PUNCTUATION
                            | 1 << Character.OTHER_PUNCTUATION;
            case "S" ->
                    1 << Character.MATH_SYMBOL
                            | 1 << Character.CURRENCY_SYMBOL
                            | 1 << Character.MODIFIER_SYMBOL
                            | 1 << Character.OTHER_SYMBOL;
            case "Z" -> mask("Zs") | mask("Zl") | mask("Zp");
            case "Zs" -> 1 << Character.SPACE_SEPARATOR;
            case "Zl" -> 1 << Character.LINE_SEPARATOR;
            case "Zp" -> 1 << Character.PARAGRAPH_SEPARATOR;
            case "Cc" -> 1 << Character.CONTROL;
            case "Cf" -> 1 << Character.FORMAT;
            default -> 0;
        };
    }
}
