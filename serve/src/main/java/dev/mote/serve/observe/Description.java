package dev.mote.serve.observe;

import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: what the server answers, as an OpenAPI 3.1 document. */
public final class Description implements Endpoint {
    private final byte[] json;

    /** Reads the document from this module. */
    public Description() {
        try (InputStream in =
                Description.class.getResourceAsStream("/dev/mote/serve/page/openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("the document is not in the module");
            }
            json = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void answer(Exchange exchange) {
        exchange.reply(Reply.of(200, "application/json", json));
    }
}
