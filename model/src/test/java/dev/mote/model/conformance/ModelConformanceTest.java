package dev.mote.model.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.kernel.Kernels;
import dev.mote.testing.Conformance;
import dev.mote.testing.Golden;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Every golden model and quantisation on every backend: logits of one batch and of chunks, greedy
 * continuations, embeddings, token states. The first difference fails the suite with its place.
 */
class ModelConformanceTest {
    private static final List<String> UNQUANTISED = List.of("F32", "F16", "BF16");

    @ParameterizedTest
    @ValueSource(strings = {"reference", "vector", "generated", "avx2"})
    void agreesWithEveryModel(String backend) {
        check("models", "golden/models", backend, golden -> true, golden -> Tolerance.F32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "vector", "generated", "avx2"})
    void agreesWithEveryQuantisation(String backend) {
        // The reference multiplies with exact activations, other backends may round them.
        check(
                "quantisations",
                "golden/quant",
                backend,
                golden -> true,
                golden ->
                        backend.equals("reference") || UNQUANTISED.contains(golden.text("weights"))
                                ? Tolerance.F32
                                : Tolerance.QUANTISED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "generated", "avx2"})
    void agreesWithEveryModelKeepingKeysAndValuesInF16(String backend) {
        check(
                "models with F16 cache",
                "golden/models",
                backend,
                golden -> golden.has("logits"),
                golden -> Tolerance.F16_CACHE);
    }

    /**
     * Q8_0 takes blocks of 32. Models with experts are left out: a rounding that flips one choice
     * of the router moves a row of logits by as much as another model would.
     */
    @ParameterizedTest
    @ValueSource(strings = {"vector", "generated", "avx2"})
    void agreesWithModelsOfHeadSize32KeepingKeysAndValuesInQ8(String backend) {
        check(
                "models with Q8_0 cache",
                "golden/models",
                backend,
                golden -> {
                    Golden numbers = golden.child("hparams");
                    return golden.has("logits")
                            && numbers.has("hd")
                            && numbers.integer("hd") == 32
                            && !numbers.has("experts");
                },
                golden -> Tolerance.Q8_CACHE);
    }

    private static void check(
            String suite,
            String folder,
            String backend,
            Predicate<Golden> selected,
            Function<Golden, Tolerance> tolerance) {
        String name = "%s (%s)".formatted(suite, backend);
        Optional<Path> cases = Conformance.folder(folder);
        if (cases.isEmpty()) {
            Conformance.skipped(name, "no folder " + folder);
            return;
        }
        if (!runsHere(name, backend)) {
            return;
        }
        List<Golden> goldens = Golden.all(cases.get()).stream().filter(selected).toList();
        assertThat(goldens).isNotEmpty();
        int passed = 0;
        try (Kernels kernels = Kernels.open(2, backend)) {
            for (Golden golden : goldens) {
                new GoldenCheck(golden, kernels, tolerance.apply(golden)).run();
                passed++;
            }
        } finally {
            Conformance.report(name, passed, goldens.size());
        }
    }

    private static boolean runsHere(String suite, String backend) {
        try {
            Kernels.open(1, backend).close();
            return true;
        } catch (IllegalStateException e) {
            Conformance.skipped(suite, String.valueOf(e.getMessage()));
            return false;
        }
    }
}
