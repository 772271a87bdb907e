package dev.mote.engine.tools;

import dev.mote.engine.GenerationEvent;
import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Takes an answer apart while it is written: reasoning between {@code <think>} and {@code </think>}
 * at its beginning, calls of tools, and text. What could be the beginning of a mark is held back
 * until it is certain. A call that cannot be read is given as text.
 */
public final class TurnReader {
    private static final String THINK = "<think>";
    private static final String THOUGHT = "</think>";

    private enum Place {
        START,
        REASONING,
        AFTER_REASONING,
        TEXT,
        CALL
    }

    private final Tokenizer tokenizer;
    private final @Nullable ToolFormat format;
    private final TurnListener listener;
    private final StringBuilder pending = new StringBuilder();
    private Place place;
    private boolean called;

    /**
     * At the beginning of an answer.
     *
     * @param format how calls are written; null if there are none to be read
     */
    public TurnReader(Tokenizer tokenizer, @Nullable ToolFormat format, TurnListener listener) {
        this.tokenizer = tokenizer;
        this.format = format;
        this.listener = listener;
        place = Place.START;
    }

    /** The prompt has opened the reasoning already. */
    public TurnReader insideReasoning() {
        place = Place.REASONING;
        return this;
    }

    /** Nothing is reasoning: the answer has a form that it must have from its first character. */
    public TurnReader withoutReasoning() {
        place = format != null && format.open().isEmpty() ? Place.START : Place.TEXT;
        return this;
    }

    /** The prompt has opened a call already. */
    public TurnReader insideCall() {
        place = Place.CALL;
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
        if (text.isEmpty() || (THINK.startsWith(text) && !text.equals(THINK))) {
            return false;
        }
        if (text.startsWith(THINK)) {
            place = Place.REASONING;
            drop(pending.length() - text.length() + THINK.length());
        } else if (format != null && format.open().isEmpty() && text.startsWith("{")) {
            place = Place.CALL;
        } else {
            place = Place.TEXT;
        }
        return true;
    }

    private boolean reasoning() {
        int end = pending.indexOf(THOUGHT);
        if (end >= 0) {
            emitReasoning(end);
            drop(THOUGHT.length());
            place = Place.AFTER_REASONING;
            return true;
        }
        emitReasoning(pending.length() - heldBack(THOUGHT));
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
        place = Place.TEXT;
        return true;
    }

    private boolean text() {
        if (format == null || format.open().isEmpty()) {
            emitText(pending.length());
            return false;
        }
        int open = pending.indexOf(format.open());
        if (open >= 0) {
            emitText(open);
            drop(format.open().length());
            place = Place.CALL;
            return true;
        }
        emitText(pending.length() - heldBack(format.open()));
        return false;
    }

    private boolean call() {
        if (format == null || format.close().isEmpty()) {
            return false;
        }
        int close = pending.indexOf(format.close());
        if (close < 0) {
            return false;
        }
        String body = pending.substring(0, close);
        drop(close + format.close().length());
        emitCalls(body, format);
        place = Place.TEXT;
        return true;
    }

    /** The answer is complete; {@link GenerationEvent.Finished} says it too. */
    void end() {
        if (place == Place.CALL && format != null) {
            String body = pending.toString();
            pending.setLength(0);
            emitCalls(body, format);
        } else if (place == Place.REASONING) {
            emitReasoning(pending.length());
        } else {
            emitText(pending.length());
        }
    }

    private void emitCalls(String body, ToolFormat how) {
        List<ToolCall> calls = CallReader.read(body, how);
        if (calls.isEmpty()) {
            listener.text(how.open() + body);
        }
        for (ToolCall call : calls) {
            called = true;
            listener.call(call);
        }
    }

    /** How many characters at the end could be the beginning of a mark. */
    private int heldBack(String mark) {
        int length = Math.min(mark.length() - 1, pending.length());
        while (length > 0 && !mark.startsWith(pending.substring(pending.length() - length))) {
            length--;
        }
        return length;
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
