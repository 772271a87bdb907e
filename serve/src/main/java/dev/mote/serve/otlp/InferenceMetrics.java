package dev.mote.serve.otlp;

import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;

import java.util.List;

/** The histograms of the conventions, with the buckets these advise. */
final class InferenceMetrics {
    final DoubleHistogram requestDuration;
    final DoubleHistogram timeToFirstToken;
    final DoubleHistogram timePerOutputToken;
    final LongHistogram tokenUsage;

    InferenceMetrics(Meter meter) {
        requestDuration =
                meter.histogramBuilder("gen_ai.server.request.duration")
                        .setUnit("s")
                        .setDescription("From the request to the end of its answer")
                        .setExplicitBucketBoundariesAdvice(
                                List.of(
                                        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12,
                                        10.24, 20.48, 40.96, 81.92))
                        .build();
        timeToFirstToken =
                meter.histogramBuilder("gen_ai.server.time_to_first_token")
                        .setUnit("s")
                        .setDescription("From the turn to the first token")
                        .setExplicitBucketBoundariesAdvice(
                                List.of(
                                        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5,
                                        0.75, 1.0, 2.5, 5.0, 7.5, 10.0))
                        .build();
        timePerOutputToken =
                meter.histogramBuilder("gen_ai.server.time_per_output_token")
                        .setUnit("s")
                        .setDescription("Between tokens after the first, the mean of an answer")
                        .setExplicitBucketBoundariesAdvice(
                                List.of(
                                        0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5,
                                        0.75, 1.0, 2.5))
                        .build();
        tokenUsage =
                meter.histogramBuilder("gen_ai.client.token.usage")
                        .ofLongs()
                        .setUnit("{token}")
                        .setDescription("Tokens read and written")
                        .setExplicitBucketBoundariesAdvice(
                                List.of(
                                        1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L,
                                        262144L, 1048576L))
                        .build();
    }
}
