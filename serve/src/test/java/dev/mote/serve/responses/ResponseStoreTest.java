package dev.mote.serve.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.serve.StoreLimits;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is kept is bounded by number, size and age, for each caller apart. */
class ResponseStoreTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private ResponseStore store(int countMax, long bytesMax) {
        return new ResponseStore(
                new StoreLimits(countMax, bytesMax, Duration.ofHours(1)), () -> now);
    }

    private StoredResponse response(String id, int size) {
        return StoredResponse.of(id, now, Map.of("text", "x".repeat(size)), List.of(), List.of());
    }

    @Test
    void keepsTheNewestUpToANumber() {
        ResponseStore store = store(2, 1 << 20);
        for (String id : List.of("a", "b", "c")) {
            assertThat(store.put("key", response(id, 10))).isTrue();
        }
        assertThat(store.get("key", "a")).isEmpty();
        assertThat(store.get("key", "b")).isPresent();
        assertThat(store.get("key", "c")).isPresent();
        assertThat(store.count()).isEqualTo(2);
    }

    @Test
    void keepsTheNewestUpToASize() {
        ResponseStore store = store(100, 10_000);
        store.put("key", response("a", 2000));
        store.put("key", response("b", 2000));
        assertThat(store.get("key", "a")).isEmpty();
        assertThat(store.get("key", "b")).isPresent();
        assertThat(store.bytes()).isBetween(6000L, 10_000L);
    }

    @Test
    void doesNotKeepWhatAloneIsTooLarge() {
        ResponseStore store = store(100, 10_000);
        store.put("key", response("a", 10));
        assertThat(store.put("key", response("b", 20_000))).isFalse();
        assertThat(store.get("key", "a")).isPresent();
    }

    @Test
    void forgetsWhatIsOld() {
        ResponseStore store = store(100, 1 << 20);
        store.put("key", response("a", 10));
        now = now.plus(Duration.ofMinutes(59));
        store.put("key", response("b", 10));
        now = now.plus(Duration.ofMinutes(2));
        assertThat(store.get("key", "a")).isEmpty();
        assertThat(store.get("key", "b")).isPresent();
        now = now.plus(Duration.ofHours(2));
        assertThat(store.count()).isZero();
        assertThat(store.bytes()).isZero();
    }

    @Test
    void doesNotShowOneCallerWhatAnotherHas() {
        ResponseStore store = store(1, 1 << 20);
        store.put("key", response("a", 10));
        store.put("other", response("b", 10));
        assertThat(store.get("other", "a")).isEmpty();
        store.remove("other", "a");
        assertThat(store.get("key", "a")).isPresent();
    }

    @Test
    void keepsNothingIfToldSo() {
        ResponseStore store = store(0, 1 << 20);
        assertThat(store.keeps()).isFalse();
        assertThat(store.put("key", response("a", 10))).isFalse();
    }
}
