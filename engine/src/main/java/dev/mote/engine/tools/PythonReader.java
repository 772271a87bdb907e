package dev.mote.engine.tools;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a list of calls as Python writes them. */
final class PythonReader extends LiteralReader {
    PythonReader(String text) {
        super(text);
    }

    /** The calls; empty if it is no such list. */
    List<ToolCall> calls() {
        List<ToolCall> calls = new ArrayList<>();
        try {
            need("[");
            while (!take("]")) {
                if (!calls.isEmpty()) {
                    need(",");
                }
                calls.add(call());
            }
            skipSpace();
            return at == text.length() ? calls : List.of();
        } catch (UnreadableException e) { // then it is what the model has said
            return List.of();
        }
    }

    private ToolCall call() {
        String name = name();
        need("(");
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        while (!take(")")) {
            if (!arguments.isEmpty()) {
                need(",");
            }
            String key = name();
            need("=");
            arguments.put(key, value());
        }
        return ToolCall.fresh(name, arguments);
    }

    @Override
    String key() {
        String key = string();
        return key == null ? name() : key;
    }

    @Override
    @Nullable String string() {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        if (quote != '"' && quote != '\'') {
            return null;
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                return value.toString();
            }
            value.append(c == '\\' ? escaped() : c);
        }
        throw new UnreadableException();
    }

    private char escaped() {
        at++;
        char c = at < text.length() ? text.charAt(at) : ' ';
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c; // quotes, backslashes, slashes
        };
    }

    private char unicode() {
        String digits = at + 5 <= text.length() ? text.substring(at + 1, at + 5) : "";
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new UnreadableException();
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }
}
