package dev.mote.engine.tools;

import java.util.ArrayList;
import java.util.List;

/** A whole answer, taken apart. */
public final class Turn implements TurnListener {
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<ToolCall> calls = new ArrayList<>();

    /** A turn of which nothing is known yet. */
    public Turn() {}

    @Override
    public void reasoning(String piece) {
        reasoning.append(piece);
    }

    @Override
    public void text(String piece) {
        text.append(piece);
    }

    @Override
    public void call(ToolCall call) {
        calls.add(call);
    }

    /** What the model thought first; empty if it did not say. */
    public String reasoning() {
        return reasoning.toString();
    }

    /** The answer. */
    public String text() {
        return text.toString();
    }

    /** The calls, in order. */
    public List<ToolCall> calls() {
        return List.copyOf(calls);
    }
}
