package dev.mote.text.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Joins bytes to text and holds back a character that is not complete yet. Bytes that can no longer
 * become a character give U+FFFD at once, one for each maximal part of a character as Unicode
 * recommends (The Unicode Standard, section 3.9). Not thread-safe.
 */
final class Utf8Assembler {
    private byte[] pending = {};

    /** Takes bytes and returns the text that is now certain. */
    String append(byte[] bytes) {
        byte[] all = bytes;
        if (pending.length > 0) {
            all = Arrays.copyOf(pending, pending.length + bytes.length);
            System.arraycopy(bytes, 0, all, pending.length, bytes.length);
        }
        int complete = completeLength(all);
        pending = Arrays.copyOfRange(all, complete, all.length);
        return new String(all, 0, complete, StandardCharsets.UTF_8);
    }

    /** Returns what was held back, which is incomplete, and starts afresh. */
    String finish() {
        String rest = new String(pending, StandardCharsets.UTF_8);
        pending = new byte[0];
        return rest;
    }

    /** Length without a last sequence that is well-formed so far but not finished. */
    private static int completeLength(byte[] bytes) {
        int lead = bytes.length - 1;
        int oldest = Math.max(0, bytes.length - 3);
        while (lead >= oldest && (bytes[lead] & 0xc0) == 0x80) {
            lead--;
        }
        if (lead < oldest) {
            return bytes.length;
        }
        int needed = sequenceLength(bytes[lead] & 0xff);
        int present = bytes.length - lead;
        if (present >= needed) {
            return bytes.length;
        }
        boolean possible = present == 1 || isSecond(bytes[lead] & 0xff, bytes[lead + 1] & 0xff);
        return possible ? lead : bytes.length;
    }

    private static int sequenceLength(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 1;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    /** Whether a continuation byte may follow this lead: no overlong forms, no surrogates. */
    private static boolean isSecond(int lead, int second) {
        return switch (lead) {
            case 0xe0 -> second >= 0xa0;
            case 0xed -> second < 0xa0;
            case 0xf0 -> second >= 0x90;
            case 0xf4 -> second < 0x90;
            default -> true;
        };
    }
}
