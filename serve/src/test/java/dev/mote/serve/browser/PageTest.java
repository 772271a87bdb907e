package dev.mote.serve.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.serve.ServedModel;
import dev.mote.serve.Server;
import dev.mote.serve.ServerOptions;
import dev.mote.testing.Conformance;
import dev.mote.text.template.ChatTemplate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The page, in a headless Chromium, against a real server with tiny models. Pictures of it are kept
 * in {@code serve/target/page}.
 */
class PageTest {
    private static final String SUITE = "page in Chromium";
    private static final String TEMPLATE =
            "{% for message in messages %}[{{ message['role'] }}]{{ message['content'] }}\n"
                    + "{% endfor %}[assistant]";

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Path pictures = Conformance.root().resolve("serve/target/page");
    private @Nullable Model first;
    private @Nullable Model second;
    private @Nullable Server server;
    private @Nullable Chromium browser;
    private @Nullable BrowserPage page;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Optional<Path> program = Chromium.program();
        if (program.isEmpty()) {
            Conformance.skipped(SUITE, "no Chromium on the path");
        }
        Assumptions.assumeTrue(program.isPresent(), "no Chromium on the path");
        Files.createDirectories(pictures);
        first = open();
        second = open();
        server =
                Server.start(
                        List.of(served("tiny", first), served("other", second)),
                        ServerOptions.LOCAL.withLog(log::add));
        browser = Chromium.start(program.get());
        page = browser.newPage();
        page().look(1280, 800, false);
        page().go(URI.create(server.uri() + "/"));
        page().awaitTrue("document.getElementById('model').length === 2");
    }

    private static Model open() {
        Path file = Conformance.file("golden/models/llama-bias.gguf").orElseThrow();
        return Model.open(
                file,
                ModelOptions.DEFAULT
                        .withThreads(1)
                        .withContextLength(20_000)
                        .withBeyondTraining(true));
    }

    private static ServedModel served(String id, Model model) {
        return new ServedModel(id, model, Optional.of(ChatTemplate.compile(TEMPLATE)));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (AutoCloseable open : new AutoCloseable[] {page, browser, server, first, second}) {
            if (open != null) {
                try {
                    open.close();
                } catch (IOException | InterruptedException | RuntimeException e) {
                    throw e;
                } catch (Exception e) { // which none of these throws
                    throw new AssertionError(e);
                }
            }
        }
    }

    private BrowserPage page() {
        if (page == null) {
            throw new IllegalStateException("no page");
        }
        return page;
    }

    private String text(String selector) throws IOException, InterruptedException {
        return String.valueOf(
                page().evaluate("document.querySelector(\"" + selector + "\").textContent"));
    }

    private void set(String id, String value) throws IOException, InterruptedException {
        page().evaluate(
                        "(() => { const e = document.getElementById('"
                                + id
                                + "'); e.value = '"
                                + value
                                + "'; e.dispatchEvent(new Event('change')); })()");
    }

    private void say(String text) throws IOException, InterruptedException {
        page().evaluate("document.getElementById('say').focus()");
        page().type(text);
        page().press("Enter");
    }

    /** Answers then go on until they are stopped. */
    private void neverEnd() throws IOException, InterruptedException {
        if (first != null) {
            String bias =
                    first.tokenizer().endOfGeneration().stream()
                            .map(token -> "'" + token + "': -100")
                            .collect(Collectors.joining(","));
            page().evaluate(
                            "(() => { const send = fetch; window.fetch = (to, o) => { if (o &&"
                                    + " o.body) o.body = JSON.stringify({...JSON.parse(o.body),"
                                    + " logit_bias: {"
                                    + bias
                                    + "}}); return send(to, o); }; })()");
        }
    }

    private void awaitDone() throws IOException, InterruptedException {
        page().awaitTrue("document.getElementById('stop').disabled");
    }

    @Test
    void answersAMessageWithTheSettingsChosen() throws IOException, InterruptedException {
        set("max_tokens", "12");
        set("temperature", "0");
        say("hello");
        page().awaitTrue("document.querySelectorAll('#talk li').length === 2");
        awaitDone();
        assertThat(text("#talk li.user .body")).isEqualTo("hello");
        assertThat(text("#talk li.assistant .body")).isNotEmpty();
        assertThat(text("#talk li.assistant .who")).isEqualTo("tiny");
        assertThat(text("#talk li.assistant .figures")).startsWith("12 tokens");
        String answer = text("#talk li.assistant .body");

        page().evaluate("document.getElementById('fresh').click()");
        set("model", "other");
        set("max_tokens", "5");
        say("hello");
        page().awaitTrue("document.querySelectorAll('#talk li').length === 2");
        awaitDone();
        assertThat(text("#talk li.assistant .who")).isEqualTo("other");
        assertThat(answer).startsWith(text("#talk li.assistant .body"));
        page().awaitTrue("document.getElementById('f-kv').textContent.endsWith('B')");
        assertThat(text("#f-speed")).matches("[0-9.]+");
        assertThat(text("#f-first")).endsWith("ms");
        assertThat(text("#f-context")).endsWith(" / 20000");
        assertNothingLeft();
    }

    @Test
    void streamsAndStopsAtOnce() throws IOException, InterruptedException {
        set("max_tokens", "19000");
        neverEnd();
        say("go on");
        page().awaitTrue(
                        "(document.querySelector('#talk li.assistant .body') || {textContent: ''})"
                                + ".textContent.length > 5");
        assertThat(page().evaluate("document.getElementById('stop').disabled"))
                .as(text("#talk"))
                .isEqualTo(false);
        page().press("Escape");
        awaitDone();
        String stopped = text("#talk li.assistant .body");
        long end = System.nanoTime() + 5_000_000_000L;
        while (first != null && first.sequenceMemory().sequences() > 0) {
            assertThat(System.nanoTime()).as("the sequence is freed").isLessThan(end);
            Thread.sleep(5);
        }
        assertThat(text("#talk li.assistant .body")).isEqualTo(stopped);
        assertThat(page().evaluate("document.activeElement.id")).isEqualTo("say");
        assertNothingLeft();
    }

    @Test
    void takesTextFilesAsContextAndRefusesOthers() throws IOException, InterruptedException {
        Path notes = Files.writeString(pictures.resolve("notes.txt"), "The pump is blue.");
        page().choose("#file", notes);
        page().awaitTrue("document.querySelectorAll('#files li').length === 1");
        assertThat(page().evaluate("document.querySelector('#files button').ariaLabel"))
                .isEqualTo("Remove notes.txt");
        set("max_tokens", "3");
        say("Which colour?");
        awaitDone();
        page().awaitTrue("document.querySelectorAll('#files li').length === 0");
        assertThat(page().evaluate("messages[0].content"))
                .isEqualTo("File notes.txt:\nThe pump is blue.\n\nWhich colour?");
        Path binary = Files.write(pictures.resolve("binary.dat"), new byte[] {1, 0, 2});
        page().choose("#file", binary);
        page().awaitTrue("document.querySelector('#talk li.error') !== null");
        assertThat(text("#talk li.error .body")).contains("binary.dat is not a text file");
        assertNothingLeft();
    }

    @Test
    void tellsWhyARequestWasRefused() throws IOException, InterruptedException {
        set("max_tokens", "100000");
        say("too much");
        page().awaitTrue("document.querySelector('#talk li.error') !== null");
        assertThat(text("#talk li.error .body")).contains("context");
        assertThat(page().evaluate("document.querySelector('#talk li.error').getAttribute('role')"))
                .isEqualTo("alert");
    }

    @Test
    void everythingIsReachedByKeysInTheOrderOfThePage() throws IOException, InterruptedException {
        page().evaluate("document.getElementById('model').focus()");
        StringBuilder order = new StringBuilder("model ");
        for (int i = 0; i < 13; i++) {
            page().press("Tab");
            order.append(page().evaluate("document.activeElement.id")).append(' ');
            Object outline =
                    page().evaluate(
                                    "getComputedStyle(document.activeElement).outlineStyle !=="
                                            + " 'none'");
            assertThat(outline).as("focus is seen at %s", order).isEqualTo(true);
        }
        assertThat(order.toString())
                .contains("model fresh talk say attach send temperature")
                .contains("temperature top_p top_k min_p max_tokens seed system key");
    }

    @Test
    void everyControlHasANameAndAPhoneShowsItAll() throws IOException, InterruptedException {
        Object nameless =
                page().evaluate(
                                "[...document.querySelectorAll('input,select,textarea,button')].filter(e"
                                    + " => !e.hidden && !(e.labels && e.labels.length) &&"
                                    + " !e.textContent.trim() && !e.ariaLabel).map(e =>"
                                    + " e.id).join()");
        assertThat(nameless).isEqualTo("");
        assertThat(page().evaluate("document.documentElement.lang")).isEqualTo("en");
        assertThat(page().evaluate("document.querySelectorAll('main,header,aside,h1').length"))
                .isEqualTo(4L);
        set("max_tokens", "40");
        say("Hello there, how are you today?");
        awaitDone();
        for (boolean dark : new boolean[] {false, true}) {
            page().look(1280, 800, dark);
            page().screenshot(pictures.resolve(dark ? "desktop-dark.png" : "desktop-light.png"));
            page().look(390, 844, dark);
            assertThat(page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing beyond the edge of a phone")
                    .isEqualTo(true);
            page().screenshot(pictures.resolve(dark ? "phone-dark.png" : "phone-light.png"));
            page().evaluate("document.getElementById('more').click()");
            assertThat(page().evaluate("document.getElementById('temperature').checkVisibility()"))
                    .isEqualTo(true);
            page().screenshot(
                            pictures.resolve(dark ? "phone-set-dark.png" : "phone-set-light.png"));
            page().evaluate("document.getElementById('more').click()");
        }
        assertThat(pictures.resolve("phone-dark.png")).isNotEmptyFile();
    }

    @Test
    void axeFindsNothing() throws IOException, InterruptedException {
        Optional<Path> axe = AxeCore.script(Conformance.root().resolve("serve/target/axe"));
        if (axe.isEmpty()) {
            Conformance.skipped("axe-core", "npm could not install it");
        }
        Assumptions.assumeTrue(axe.isPresent(), "no axe-core");
        set("max_tokens", "10");
        say("Hello");
        awaitDone();
        int passed = 0;
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {1280, 390}) {
                page().look(width, 800, dark);
                page().evaluate(Files.readString(axe.orElseThrow()) + "; true");
                Object violations =
                        page().evaluate(
                                        "axe.run().then(r => r.violations.map(v => v.id + ': ' +"
                                            + " v.nodes.map(n => n.target).join()).join('; '))");
                assertThat(violations).as("dark %s, %d wide", dark, width).isEqualTo("");
                passed++;
            }
        }
        Conformance.report("axe-core", passed, 4);
    }

    /** No request left the origin, no script failed, no sequence is open. */
    private void assertNothingLeft() {
        if (server != null && first != null && second != null) {
            String origin = server.uri().toString();
            assertThat(page().requests()).isNotEmpty();
            assertThat(page().requests())
                    .allMatch(url -> url.startsWith(origin + "/") || url.startsWith("data:"));
            assertThat(page().complaints()).isEmpty();
            assertThat(first.sequenceMemory().sequences()).isZero();
            assertThat(second.sequenceMemory().sequences()).isZero();
        }
    }
}
