package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.sampling.SamplingException;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What people read: sizes, tables, progress, errors. */
class TextTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(boolean interactive) {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Console(
                nowhere, new PrintStream(err, true, StandardCharsets.UTF_8), interactive, false);
    }

    private String printed() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void sizesAreDecimalWithAUnit() {
        assertThat(Console.size(0)).isEqualTo("0 B");
        assertThat(Console.size(999)).isEqualTo("999 B");
        assertThat(Console.size(999_999)).isEqualTo("1.0 MB");
        assertThat(Console.size(322_591_712)).isEqualTo("323 MB");
        assertThat(Console.size(1_169_808_352)).isEqualTo("1.2 GB");
    }

    @Test
    void tablesAlignNumbersRight() {
        Table table = new Table().text("NAME").number("N");
        table.row("a", "1");
        table.row("long name", "200");
        assertThat(table.lines())
                .containsExactly("NAME         N", "a            1", "long name  200");
    }

    @Test
    void barIsDrawnOnATerminalOnly() {
        try (ProgressBar bar = new ProgressBar(console(true), "pull")) {
            bar.bytes(50, 100);
        }
        assertThat(printed()).contains("\r", "50%", "50 B of 100 B");
        err.reset();
        try (ProgressBar bar = new ProgressBar(console(false), "pull")) {
            bar.bytes(100, 100);
        }
        assertThat(printed()).isEqualTo("pull: 100 B of 100 B\n");
    }

    @Test
    void logitsOfADamagedModelAreNotABugInMote() {
        SamplingException damaged = new SamplingException("the logit of token 7 is NaN");
        assertThat(Failures.report(console(false), damaged)).isEqualTo(ExitCode.MODEL);
        assertThat(printed()).isEqualTo("mote: the logit of token 7 is NaN\n");
    }

    @Test
    void messagesStayOnOneLine() {
        assertThat(Failures.oneLine("first\n  second\u0007")).isEqualTo("first; second?");
    }

    @Test
    void bugsAreCalledBugs() {
        int code = Failures.report(console(false), new IllegalStateException("odd"));
        assertThat(code).isEqualTo(ExitCode.FAILURE);
        assertThat(printed())
                .contains("this is a bug in mote", "odd", "MOTE_DEBUG=1")
                .hasLineCount(1);
    }
}
