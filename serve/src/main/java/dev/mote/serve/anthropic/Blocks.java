package dev.mote.serve.anthropic;

import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.Turn;
import dev.mote.engine.tools.TurnListener;
import dev.mote.format.json.Json;
import dev.mote.serve.openai.Wording;

import java.util.ArrayList;
import java.util.List;

/** A whole answer as blocks of content. */
final class Blocks implements TurnListener {
    private final Turn turn = new Turn();

    @Override
    public void reasoning(String piece) {
        turn.reasoning(piece);
    }

    @Override
    public void text(String piece) {
        turn.text(piece);
    }

    @Override
    public void call(ToolCall call) {
        turn.call(call);
    }

    /** Thoughts, text, calls; those that there are. */
    List<Object> list() {
        List<Object> blocks = new ArrayList<>();
        if (!turn.reasoning().isEmpty()) {
            blocks.add(
                    Wording.map("type", "thinking", "thinking", turn.reasoning(), "signature", ""));
        }
        if (!turn.text().isEmpty()) {
            blocks.add(Wording.map("type", "text", "text", turn.text()));
        }
        for (ToolCall call : turn.calls()) {
            blocks.add(
                    Wording.map(
                            "type", "tool_use",
                            "id", call.id(),
                            "name", call.name(),
                            "input", Json.parseObject("arguments", call.arguments())));
        }
        return blocks;
    }
}
