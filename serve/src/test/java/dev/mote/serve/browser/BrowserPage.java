package dev.mote.serve.browser;

import dev.mote.format.json.Json;
import dev.mote.format.json.JsonText;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A page of a browser, driven by the Chrome DevTools protocol over a web socket. */
final class BrowserPage implements AutoCloseable {
    private static final int ANSWER_SECONDS_MAX = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<String, ?>>> waiting =
            new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private @Nullable WebSocket socket;
    private String session = "";

    private BrowserPage() {}

    static BrowserPage open(URI endpoint) throws IOException, InterruptedException {
        BrowserPage page = new BrowserPage();
        page.socket =
                get(page.client.newWebSocketBuilder().buildAsync(endpoint, page.new Listener()));
        Object target =
                page.call("Target.createTarget", Map.of("url", "about:blank")).get("targetId");
        Map<String, ?> attached =
                page.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true));
        page.session = String.valueOf(attached.get("sessionId"));
        for (String domain : List.of("Page", "Runtime", "Network", "Log", "DOM")) {
            page.call(domain + ".enable", Map.of());
        }
        return page;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                hear(Json.parseObject("a message of the browser", text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void hear(Map<String, ?> message) {
        if (message.get("id") instanceof Number id) {
            CompletableFuture<Map<String, ?>> answer = waiting.remove(id.intValue());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        Map<?, ?> parameters = message.get("params") instanceof Map<?, ?> map ? map : Map.of();
        switch (String.valueOf(message.get("method"))) {
            case "Network.requestWillBeSent" -> {
                if (parameters.get("request") instanceof Map<?, ?> request) {
                    requests.add(String.valueOf(request.get("url")));
                }
            }
            case "Runtime.exceptionThrown" -> complaints.add(JsonText.of(parameters));
            case "Log.entryAdded" -> {
                if (parameters.get("entry") instanceof Map<?, ?> entry
                        && "error".equals(entry.get("level"))) {
                    complaints.add(JsonText.of(entry));
                }
            }
            default -> {} // nothing that matters here
        }
    }

    /** Calls a method of the protocol and gives its result. */
    Map<String, ?> call(String method, Map<String, ?> parameters)
            throws IOException, InterruptedException {
        int id = ids.incrementAndGet();
        CompletableFuture<Map<String, ?>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        WebSocket open = socket;
        if (open == null) {
            throw new IOException("the page is not open");
        }
        get(open.sendText(JsonText.of(message), true));
        Map<String, ?> reply = get(answer);
        if (reply.get("error") != null) {
            throw new IOException(method + ": " + reply.get("error"));
        }
        return Json.parseObject("a result", JsonText.of(reply.get("result")));
    }

    private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the browser does not answer", e);
        }
    }

    /** Goes to an address. */
    void go(URI address) throws IOException, InterruptedException {
        call("Page.navigate", Map.of("url", address.toString()));
        awaitTrue("document.readyState === 'complete' && location.href === '" + address + "'");
    }

    /** The value of an expression of JavaScript; a promise is waited for. */
    @Nullable Object evaluate(String script) throws IOException, InterruptedException {
        Map<String, ?> answer =
                call(
                        "Runtime.evaluate",
                        Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (answer.get("exceptionDetails") != null) {
            throw new IOException(script + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result") instanceof Map<?, ?> result ? result.get("value") : null;
    }

    /** Waits until an expression is true. */
    void awaitTrue(String script) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(ANSWER_SECONDS_MAX).toNanos();
        while (!Boolean.TRUE.equals(evaluate(script))) {
            if (System.nanoTime() > end) {
                throw new IOException("never true: " + script + "; complaints: " + complaints);
            }
            Thread.sleep(20);
        }
    }

    /** Types text into what has the focus. */
    void type(String text) throws IOException, InterruptedException {
        call("Input.insertText", Map.of("text", text));
    }

    /** Presses a key: Enter, Escape, Tab or Space. */
    void press(String key) throws IOException, InterruptedException {
        Map<String, Integer> codes = Map.of("Enter", 13, "Escape", 27, "Tab", 9, " ", 32);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", key.equals("Enter") || key.equals(" ") ? "keyDown" : "rawKeyDown");
        event.put("key", key);
        event.put("code", key.equals(" ") ? "Space" : key);
        event.put("windowsVirtualKeyCode", codes.get(key));
        if (key.equals("Enter")) {
            event.put("text", "\r");
        } else if (key.equals(" ")) {
            event.put("text", " ");
        }
        call("Input.dispatchKeyEvent", event);
        event.put("type", "keyUp");
        event.remove("text");
        call("Input.dispatchKeyEvent", event);
    }

    /** Gives files to the input that a selector names. */
    void choose(String selector, Path file) throws IOException, InterruptedException {
        Object handle =
                call(
                                "Runtime.evaluate",
                                Map.of("expression", "document.querySelector('" + selector + "')"))
                        .get("result");
        if (!(handle instanceof Map<?, ?> object)) {
            throw new IOException("no element " + selector);
        }
        call(
                "DOM.setFileInputFiles",
                Map.of(
                        "files",
                        List.of(file.toString()),
                        "objectId",
                        String.valueOf(object.get("objectId"))));
    }

    /** The size of the window in CSS pixels, and its colours. */
    void look(int width, int height, boolean dark) throws IOException, InterruptedException {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of(
                                        "name",
                                        "prefers-color-scheme",
                                        "value",
                                        dark ? "dark" : "light"))));
    }

    /** Keeps a picture of the window. */
    void screenshot(Path file) throws IOException, InterruptedException {
        Object picture = call("Page.captureScreenshot", Map.of("format", "png")).get("data");
        Files.write(file, Base64.getDecoder().decode(String.valueOf(picture)));
    }

    /** The addresses that were asked for since the page was opened. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Exceptions of scripts and errors that the browser logged. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        client.close();
    }
}
