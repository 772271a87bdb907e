package dev.mote.engine.tools;

import java.util.List;

/**
 * The marks of calls in the manner of XML.
 *
 * @param callStart before a tool's name
 * @param nameEnd behind it
 * @param callEnd behind the last parameter
 * @param keyStart before a parameter's name
 * @param textFollows behind it, if a string follows
 * @param otherFollows behind it, if JSON follows
 * @param valueEnd behind the value
 */
record Tags(
        String callStart,
        String nameEnd,
        String callEnd,
        String keyStart,
        String textFollows,
        String otherFollows,
        String valueEnd) {
    /** Those of a call; see {@link #parameter}. */
    Tags(String callStart, String nameEnd, String callEnd) {
        this(callStart, nameEnd, callEnd, "", "", "", "");
    }

    Tags parameter(String key, String text, String other, String end) {
        return new Tags(callStart, nameEnd, callEnd, key, text, other, end);
    }

    List<String> words() {
        return List.of(callStart, nameEnd, callEnd, keyStart, textFollows, otherFollows, valueEnd);
    }
}
