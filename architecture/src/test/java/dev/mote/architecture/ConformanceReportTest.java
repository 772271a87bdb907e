package dev.mote.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Prints, in the build's last module, what the conformance suites counted and what they skipped.
 */
class ConformanceReportTest {
    @Test
    void everySuiteSaysWhatItDid() throws IOException {
        List<String> lines =
                Files.exists(Conformance.record())
                        ? Files.readAllLines(Conformance.record())
                        : List.of("conformance SKIPPED: no suite ran in this build");
        StringBuilder report = new StringBuilder("\nConformance\n");
        lines.stream().sorted().forEach(line -> report.append("  ").append(line).append('\n'));
        System.out.println(report);
        assertThat(lines).isNotEmpty();
    }
}
