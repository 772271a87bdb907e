package dev.mote.engine.tools;

import dev.mote.engine.GenerationEvent;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes an answer apart while it is written: reasoning at its beginning, calls of tools, and text.
 * What could be the beginning of a mark is held back until it is certain. A call that cannot be
 * read is given as text.
 */
public final class TurnReader {
    private enum Place {
        START,
        REASONING,
        AFTER_REASONING,
        TEXT,
        CALL
    }

    private final Tokenizer tokenizer;
    private final ReasoningFormat reasoning;
    private final @Nullable ToolFormat format;
    private final List<Tool> tools;
    private final TurnListener listener;
    private final List<String> marks = new ArrayList<>(); // of text
    private final StringBuilder pending = new StringBuilder();
    private Place place = Place.START;
    private int tried; // of a call: ends before this place were none
    private boolean called;

    /**
     * At the beginning of an answer.
     *
     * @param format how calls are written; null if there are none to be read
     * @param tools that may be called
     */
    public TurnReader(
            Tokenizer tokenizer,
            ReasoningFormat reasoning,
            @Nullable ToolFormat format,
            List<Tool> tools,
            TurnListener listener) {
        this.tokenizer = tokenizer;
        this.reasoning = reasoning;
        this.format = format;
        this.tools = tools;
        this.listener = listener;
        marks.addAll(reasoning.silent());
        if (reasoning.again()) {
            marks.add(reasoning.open());
        }
        if (format != null && !format.open().isEmpty()) {
            marks.add(format.open());
        }
        if (format != null && format.opensInPrompt()) {
            place = Place.CALL;
        }
    }

    /** The prompt has opened the reasoning already. */
    public TurnReader insideReasoning() {
        place = Place.REASONING;
        return this;
    }

    /** Nothing is reasoning: the answer has a form that it must have from its first character. */
    public TurnReader withoutReasoning() {
        if (place == Place.START && (format == null || !format.open().isEmpty())) {
            place = Place.TEXT;
        }
        return this;
    }

    /** Whether there was a call. */
    public boolean called() {
        return called;
    }

    /** Takes the next event. */
    public void take(GenerationEvent event) {
        switch (event) {
            case GenerationEvent.Prefilled _ -> {}
            case GenerationEvent.Token token -> {
                add(token.text());
                if (isMark(token.token())) {
                    add(tokenizer.piece(token.token()));
                }
            }
            case GenerationEvent.Finished finished -> {
                add(finished.text());
                end();
            }
        }
    }

    /** Control tokens give no text, but some of them are marks. */
    private boolean isMark(int token) {
        return tokenizer.isSpecial(token) && !tokenizer.endOfGeneration().contains(token);
    }

    private void add(String text) {
        pending.append(text);
        while (step()) {
            // as long as something becomes certain
        }
    }

    private boolean step() {
        return switch (place) {
            case START -> start();
            case REASONING -> reasoning();
            case AFTER_REASONING -> afterReasoning();
            case TEXT -> text();
            case CALL -> call();
        };
    }

    private boolean start() {
        String text = pending.toString().stripLeading();
        String open = reasoning.open();
        if (text.startsWith(open)) {
            drop(pending.length() - text.length() + open.length());
            place = Place.REASONING;
            return true;
        }
        if (text.isEmpty() || open.startsWith(text)) {
            return false;
        }
        if (format != null && format.open().isEmpty() && text.startsWith("{")) {
            place = Place.CALL;
        } else {
            place = Place.TEXT;
        }
        return true;
    }

    private boolean reasoning() {
        int end = pending.indexOf(reasoning.close());
        if (end >= 0) {
            emitReasoning(end);
            drop(reasoning.close().length());
            place = Place.AFTER_REASONING;
            return true;
        }
        emitReasoning(pending.length() - heldBack(List.of(reasoning.close())));
        return false;
    }

    /** The lines between the thoughts and the answer belong to neither. */
    private boolean afterReasoning() {
        while (!pending.isEmpty() && Character.isWhitespace(pending.charAt(0))) {
            drop(1);
        }
        if (pending.isEmpty()) {
            return false;
        }
        boolean whole = format != null && format.open().isEmpty();
        place = whole && pending.charAt(0) == '{' ? Place.CALL : Place.TEXT;
        return true;
    }

    private boolean text() {
        String first = "";
        int at = pending.length();
        for (String mark : marks) {
            int found = pending.indexOf(mark);
            if (found >= 0 && (found < at || (found == at && mark.length() > first.length()))) {
                at = found;
                first = mark;
            }
        }
        if (first.isEmpty()) {
            emitText(pending.length() - heldBack(marks));
            return false;
        }
        emitText(at);
        String rest = pending.toString();
        String mark = first;
        if (marks.stream().anyMatch(m -> m.length() > mark.length() && m.startsWith(rest))) {
            return false; // it may become the longer one
        }
        drop(mark.length());
        if (format != null && mark.equals(format.open())) {
            place = Place.CALL;
            tried = 0;
        } else if (mark.equals(reasoning.open())) {
            place = Place.REASONING;
        }
        return true;
    }

    private boolean call() {
        if (format == null) {
            return false;
        }
        String plain = format.textFollows();
        if (!plain.isEmpty() && pending.indexOf(plain) == 0) {
            drop(plain.length());
            place = Place.TEXT;
            return true;
        }
        String close = format.close();
        if (close.isEmpty()) {
            return false;
        }
        for (int end = pending.indexOf(close, tried); end >= 0; ) {
            List<ToolCall> calls = format.read(pending.substring(0, end), tools);
            tried = end + close.length(); // a mark inside a string does not end it
            if (!calls.isEmpty()) {
                drop(tried);
                emit(calls);
                place = Place.TEXT;
                return true;
            }
            end = pending.indexOf(close, tried);
        }
        tried = Math.max(0, pending.length() - close.length() + 1);
        return false;
    }

    /** The answer is complete; {@link GenerationEvent.Finished} says it too. */
    void end() {
        if (place == Place.CALL && format != null) {
            List<ToolCall> calls = format.read(pending.toString(), tools);
            if (calls.isEmpty()) {
                listener.text((format.opensInPrompt() ? "" : format.open()) + pending);
            }
            emit(calls);
        } else if (place == Place.REASONING) {
            emitReasoning(pending.length());
        } else {
            emitText(pending.length());
        }
        pending.setLength(0);
    }

    private void emit(List<ToolCall> calls) {
        for (ToolCall call : calls) {
            called = true;
            listener.call(call);
        }
    }

    /** How many characters at the end could be the beginning of a mark. */
    private int heldBack(List<String> words) {
        int most = 0;
        for (String word : words) {
            int length = Math.min(word.length() - 1, pending.length());
            while (length > most
                    && !word.startsWith(pending.substring(pending.length() - length))) {
                length--;
            }
            most = Math.max(most, length);
        }
        return most;
    }

    private void emitText(int length) {
        // White space between calls says nothing.
        if (length > 0 && !(called && pending.substring(0, length).isBlank())) {
            listener.text(pending.substring(0, length));
        }
        drop(length);
    }

    private void emitReasoning(int length) {
        if (length > 0) {
            listener.reasoning(pending.substring(0, length));
        }
        drop(length);
    }

    private void drop(int length) {
        pending.delete(0, length);
    }
}
