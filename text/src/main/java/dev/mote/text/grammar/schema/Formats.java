package dev.mote.text.grammar.schema;

import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.regex.Regex;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Texts of the formats that are enforced. Each is a subset of what its specification allows, in the
 * forms that every reader takes: dates and times of RFC 3339 without leap seconds, addresses and
 * names in ASCII.
 */
final class Formats {
    private static final String DATE =
            "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
                    + "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
                    + "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])"
                    + "|(?:0[48]|[2468][048]|[13579][26])00)-02-29)";
    private static final String TIME =
            "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
                    + "(?:Z|[+-](?:0[0-9]|1[0-7]):[0-5][0-9])";
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String GROUP = "[0-9a-fA-F]{1,4}";
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?";
    // A label whose third and fourth characters are hyphens is a name in another alphabet.
    private static final String HOST =
            "[a-zA-Z][a-zA-Z0-9]{0,30}(?:-[a-zA-Z0-9]{1,20})?"
                    + "(?:\\.[a-zA-Z][a-zA-Z0-9]{0,30}(?:-[a-zA-Z0-9]{1,20})?){0,3}";
    private static final String PATH = "(?:/(?:[a-zA-Z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})*)*";
    private static final String QUERY = "(?:[a-zA-Z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*";
    private static final String REST = PATH + "(?:\\?" + QUERY + ")?(?:#" + QUERY + ")?";

    private static final Map<String, String> PATTERNS =
            Map.ofEntries(
                    Map.entry("date", DATE),
                    Map.entry("time", TIME),
                    Map.entry("date-time", DATE + "T" + TIME),
                    Map.entry(
                            "duration",
                            "P(?:[0-9]{1,4}W|(?:[0-9]{1,4}Y(?:[0-9]{1,4}M(?:[0-9]{1,4}D)?)?"
                                    + "|[0-9]{1,4}M(?:[0-9]{1,4}D)?|[0-9]{1,4}D)"
                                    + "(?:T(?:[0-9]{1,4}H(?:[0-9]{1,4}M(?:[0-9]{1,4}S)?)?"
                                    + "|[0-9]{1,4}M(?:[0-9]{1,4}S)?|[0-9]{1,4}S))?"
                                    + "|T(?:[0-9]{1,4}H(?:[0-9]{1,4}M(?:[0-9]{1,4}S)?)?"
                                    + "|[0-9]{1,4}M(?:[0-9]{1,4}S)?|[0-9]{1,4}S))"),
                    Map.entry(
                            "uuid",
                            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}"
                                    + "-[0-9a-fA-F]{12}"),
                    Map.entry("ipv4", "(?:" + OCTET + "\\.){3}" + OCTET),
                    Map.entry(
                            "ipv6",
                            "(?:(?:G:){7}G|(?:G:){1,7}:|(?:G:){1,6}:G|(?:G:){1,5}(?::G){1,2}"
                                            .replace("G", GROUP)
                                    + "|(?:G:){1,4}(?::G){1,3}|(?:G:){1,3}(?::G){1,4}"
                                            .replace("G", GROUP)
                                    + "|(?:G:){1,2}(?::G){1,5}|G:(?::G){1,6}|:(?::G){1,7}|::)"
                                            .replace("G", GROUP)),
                    Map.entry(
                            "email",
                            "[a-zA-Z0-9_+-]{1,20}(?:\\.[a-zA-Z0-9_+-]{1,20}){0,2}@"
                                    + LABEL
                                    + "(?:\\."
                                    + LABEL
                                    + "){0,2}\\.[a-zA-Z]{2,10}"),
                    Map.entry("hostname", HOST),
                    Map.entry("uri", "https?://" + HOST + "(?::[1-9][0-9]{0,3})?" + REST),
                    Map.entry(
                            "uri-reference",
                            "(?:https?://" + HOST + "(?::[1-9][0-9]{0,3})?)?" + REST),
                    Map.entry("json-pointer", "(?:/(?:[^~/]|~[01])*)*"));

    private Formats() {}

    /**
     * What a format means for text.
     *
     * @return null if it means nothing for text: it is about numbers, or a hint for people
     */
    static @Nullable Expression text(SchemaNode node, String format) {
        String pattern = PATTERNS.get(format);
        if (pattern != null) {
            return Regex.whole(pattern);
        }
        return switch (format) {
            case "int32", "int64", "float", "double", "password" -> null;
            default ->
                    throw node.refusal(
                            "format",
                            "'%s' cannot be enforced; use a pattern instead".formatted(format));
        };
    }

    /** What a format means for numbers. */
    static NumberBounds bounds(String format) {
        return switch (format) {
            case "int32" -> NumberBounds.between("-2147483648", "2147483647");
            case "int64" -> NumberBounds.between("-9223372036854775808", "9223372036854775807");
            default -> NumberBounds.FREE;
        };
    }
}
