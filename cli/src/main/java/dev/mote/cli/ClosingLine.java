package dev.mote.cli;

import dev.mote.engine.GenerationStatistics;

import java.util.Locale;

/** The line after an answer: speed, time to first token, memory. */
final class ClosingLine {
    private ClosingLine() {}

    static String of(GenerationStatistics statistics) {
        return String.format(
                Locale.ROOT,
                "%d tokens · %.1f tokens/s · first token %.2f s · %s%s",
                statistics.answerTokens(),
                statistics.decodeTokensPerSecond(),
                statistics.timeToFirstTokenMs() / 1000,
                guesses(statistics),
                ProcessMemory.read().describe());
    }

    private static String guesses(GenerationStatistics statistics) {
        return statistics.draftedTokens() == 0
                ? ""
                : "%d of %d guesses true · "
                        .formatted(statistics.acceptedTokens(), statistics.draftedTokens());
    }

    /** What the short line leaves out. */
    static String prompt(GenerationStatistics statistics) {
        return String.format(
                Locale.ROOT,
                "%d tokens, %d of them cached, %.0f tokens/s",
                statistics.promptTokens(),
                statistics.cachedTokens(),
                statistics.prefillTokensPerSecond());
    }
}
