package dev.mote.serve.observe;

import dev.mote.serve.wire.Endpoint;
import dev.mote.serve.wire.Exchange;
import dev.mote.serve.wire.Reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * {@code GET /}: one file of HTML with its style and script inside. The content security policy
 * allows these two by their digests and requests to this server, and nothing else.
 */
public final class Page implements Endpoint {
    private final byte[] html;
    private final String policy;

    /** Reads the page from this module. */
    public Page() {
        try (InputStream in = Page.class.getResourceAsStream("/dev/mote/serve/page/index.html")) {
            if (in == null) {
                throw new IllegalStateException("the page is not in the module");
            }
            html = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = new String(html, StandardCharsets.UTF_8);
        policy =
                "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'; script-src "
                        + digest(text, "script")
                        + "; style-src "
                        + digest(text, "style");
    }

    private static String digest(String html, String element) {
        String open = "<" + element + ">";
        int from = html.indexOf(open) + open.length();
        String content = html.substring(from, html.indexOf("</" + element + ">", from));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) { // every Java platform has it
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void answer(Exchange exchange) {
        exchange.answerHeader("Content-Security-Policy", policy);
        exchange.answerHeader("Referrer-Policy", "no-referrer");
        exchange.answerHeader("Cache-Control", "no-cache");
        exchange.reply(Reply.of(200, "text/html; charset=utf-8", html));
    }
}
