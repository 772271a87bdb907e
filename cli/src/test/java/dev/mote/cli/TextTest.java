package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.sampling.SamplingException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/** What people read: sizes, tables, progress, errors. */
class TextTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Console console(boolean interactive) {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Console(
                nowhere,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                interactive,
                false);
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
    void onANarrowTerminalTheLastColumnsAreLeftOut() {
        Table table = new Table().text("NAME").number("N").text("LICENCE");
        table.row("a", "1", "Apache-2.0");
        assertThat(table.lines(12)).containsExactly("NAME  N", "a     1");
        assertThat(table.lines(2)).as("the first stays").containsExactly("NAME", "a");
        assertThat(table.lines(0)).as("into a pipe all").contains("a     1  Apache-2.0");
    }

    @Test
    void barIsDrawnOnATerminalOnly() {
        try (ProgressBar bar = new ProgressBar(console(true), "pull")) {
            bar.bytes(50, 100, "fetching");
        }
        assertThat(printed()).contains("\r", "50%", "50 B of 100 B");
        err.reset();
    }

    @Test
    void withoutATerminalProgressIsALineForEachTenthAndOneAtBothEnds() {
        try (ProgressBar bar = new ProgressBar(console(false), "pull")) {
            for (int done = 0; done <= 100; done++) {
                bar.bytes(done, 100, "fetching");
            }
            bar.finish("fetched");
        }
        assertThat(printed().lines())
                .hasSize(12)
                .startsWith("pull: fetching 100 B")
                .contains("pull: fetching 50 B of 100 B")
                .endsWith("pull: fetched, 100 B in 0 s");
    }

    @Test
    void withoutATerminalWaitingIsToldOnce() {
        try (ProgressBar bar = new ProgressBar(console(false), "pull")) {
            bar.state("another process is pulling it; waiting");
            bar.state("another process is pulling it; waiting");
            bar.finish("fetched");
        }
        assertThat(printed()).isEqualTo("pull: another process is pulling it; waiting\n");
    }

    @Test
    void logitsOfADamagedModelAreNotABugInMote() {
        SamplingException damaged = new SamplingException("the logit of token 7 is NaN");
        assertThat(Failures.report(console(false), damaged)).isEqualTo(ExitCode.MODEL);
        assertThat(printed()).isEqualTo("mote: the logit of token 7 is NaN\n");
    }

    @ParameterizedTest
    @CsvSource({
        "Java heap space, MOTE_HEAP=4g",
        "Unable to allocate 4096 bytes, --kv Q8_0",
        "Map failed, ulimit -v",
        "unable to create native thread: possibly out of memory, --threads",
    })
    void eachKindOfMemoryHasItsOwnRemedy(String detail, String remedy) {
        int code = Failures.report(console(false), new OutOfMemoryError(detail));
        assertThat(code).isEqualTo(ExitCode.FAILURE);
        assertThat(printed()).contains(remedy).doesNotContain("bug in mote").hasLineCount(1);
    }

    @Test
    void whatTheSystemReallySaysIsRecognised() {
        assertThatThrownBy(() -> Arena.ofShared().allocate(1L << 50, 64))
                .isInstanceOfSatisfying(
                        OutOfMemoryError.class, e -> Failures.report(console(false), e));
        assertThat(printed()).contains("not enough memory left");
    }

    @Test
    void aFileThatCannotBeMappedIsAMatterOfMemory() {
        IOException refused = new IOException("Map failed", new OutOfMemoryError("Map failed"));
        Failures.report(console(false), new UncheckedIOException(refused));
        assertThat(printed()).contains("cannot be mapped", "ulimit -v").hasLineCount(1);
    }

    @Test
    void aFileCutWhileInUseIsADamagedModel() {
        InternalError fault =
                new InternalError(
                        "a fault occurred in a recent unsafe memory access operation in compiled"
                                + " Java code");
        assertThat(Failures.report(console(false), fault)).isEqualTo(ExitCode.MODEL);
        assertThat(printed()).contains("cut short", "mote pull").hasLineCount(1);
        Failures.report(console(false), new InternalError("odd"));
        assertThat(printed()).contains("bug in mote");
    }

    @Test
    void linesOfInputAreDecodedOneByOneAndABadOneIsNamed() throws IOException {
        byte[] bytes = "grün\r\n\nb?d\n".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 3] = (byte) 0xE9; // Latin-1
        InputLines lines = new InputLines(new ByteArrayInputStream(bytes));
        assertThat(lines.next()).isEqualTo("grün");
        assertThat(lines.next()).isEmpty();
        assertThatThrownBy(lines::next)
                .isInstanceOf(Fault.class)
                .hasMessageContaining("line 3 of standard input is not UTF-8")
                .hasMessageContaining("offset 9")
                .hasMessageContaining("iconv");
        assertThat(lines.next()).isNull();
    }

    @Test
    void controlCharactersOfAModelReachFilesButNoTerminal() {
        String steering = "a\u001b[2Jb\u009b1m\n";
        for (boolean terminal : new boolean[] {true, false}) {
            err.reset();
            PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
            new Console(stream, stream, terminal, false, true).printForeign(steering);
            assertThat(printed()).isEqualTo(terminal ? "a[2Jb1m\n" : steering);
        }
        assertThat(Failures.oneLine(steering)).isEqualTo("a?[2Jb?1m");
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
