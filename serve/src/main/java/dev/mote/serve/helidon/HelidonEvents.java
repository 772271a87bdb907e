package dev.mote.serve.helidon;

import dev.mote.serve.wire.ClientGoneException;
import dev.mote.serve.wire.EventStream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Events on a response's body, each flushed. */
final class HelidonEvents implements EventStream {
    private final OutputStream out;
    private boolean closed;
    private int count;

    HelidonEvents(OutputStream out) {
        this.out = out;
    }

    @Override
    public void send(String data) {
        write("data: " + data + "\n\n");
    }

    @Override
    public void send(String event, String data) {
        write("event: " + event + "\ndata: " + data + "\n\n");
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
            count++;
        } catch (IOException | UncheckedIOException e) {
            closed = true; // nothing more can be written
            throw new ClientGoneException(e);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
        } catch (IOException | UncheckedIOException e) {
            throw new ClientGoneException(e);
        }
    }
}
