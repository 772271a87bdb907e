package dev.mote.engine.tools;

/** Told what an answer is made of, as it becomes certain. */
public interface TurnListener {
    /** A piece of what the model thinks before it answers. */
    void reasoning(String piece);

    /** A piece of the answer. */
    void text(String piece);

    /** A call, whole. */
    void call(ToolCall call);
}
