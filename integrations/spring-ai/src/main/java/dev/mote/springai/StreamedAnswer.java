package dev.mote.springai;

import dev.mote.engine.CancellationToken;
import dev.mote.engine.Generation;
import dev.mote.engine.GenerationEvent;
import dev.mote.engine.chat.ChatTask;
import dev.mote.engine.tools.ToolCall;
import dev.mote.engine.tools.TurnListener;
import dev.mote.engine.tools.TurnReader;
import dev.mote.springai.Responses.Origin;

import org.springframework.ai.chat.model.ChatResponse;

import reactor.core.publisher.SynchronousSink;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * An answer in the making, pulled piece by piece: nothing is computed that the subscriber did not
 * ask for.
 */
final class StreamedAnswer implements TurnListener, AutoCloseable {
    private final Origin origin;
    private final Generation generation;
    private final TurnReader reader;
    private final Queue<ChatResponse> ready = new ArrayDeque<>();

    /** Starts; the prompt is read with the first piece. */
    StreamedAnswer(ChatTask task, Origin origin, CancellationToken cancellation) {
        this.origin = origin;
        generation = task.model().model().stream(task.prompt(), task.options(), cancellation);
        reader = task.reader(this);
    }

    /** Gives one piece, or the end. */
    void next(SynchronousSink<ChatResponse> sink) {
        while (ready.isEmpty() && generation.hasNext()) {
            GenerationEvent event = generation.next();
            reader.take(event);
            if (event instanceof GenerationEvent.Finished finished) {
                ready.add(
                        origin.end(
                                Responses.message("", "", List.of()),
                                finished.answer(),
                                reader.called()));
            }
        }
        ChatResponse piece = ready.poll();
        if (piece == null) {
            sink.complete();
        } else {
            sink.next(piece);
        }
    }

    @Override
    public void reasoning(String piece) {
        ready.add(origin.piece(Responses.message("", piece, List.of())));
    }

    @Override
    public void text(String piece) {
        ready.add(origin.piece(Responses.message(piece, "", List.of())));
    }

    @Override
    public void call(ToolCall call) {
        ready.add(origin.piece(Responses.message("", "", List.of(call))));
    }

    @Override
    public void close() {
        generation.close();
    }
}
