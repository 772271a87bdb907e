package dev.mote.cli;

import dev.mote.engine.GenerationStatistics;

import java.util.Locale;

/** The line after an answer: speed, time to first token, memory. */
final class ClosingLine {
    private ClosingLine() {}

    static String of(GenerationStatistics statistics) {
        return String.format(
                Locale.ROOT,
                "%d tokens, %.1f tokens/s · first token after %.2f s · prompt %d tokens%s, %.0f"
                        + " tokens/s · %s",
                statistics.answerTokens(),
                statistics.decodeTokensPerSecond(),
                statistics.timeToFirstTokenMs() / 1000,
                statistics.promptTokens(),
                statistics.cachedTokens() > 0 ? " (" + statistics.cachedTokens() + " cached)" : "",
                statistics.prefillTokensPerSecond(),
                ProcessMemory.read().describe());
    }
}
