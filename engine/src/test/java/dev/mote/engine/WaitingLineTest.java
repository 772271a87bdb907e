package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

class WaitingLineTest {
    private static Urgency urgency(Priority priority) {
        return new Urgency(priority, OptionalLong.empty(), new CancellationToken());
    }

    private static Urgency until(long deadlineNanos) {
        return new Urgency(
                Priority.NORMAL, OptionalLong.of(deadlineNanos), new CancellationToken());
    }

    @Test
    void whoComesFirstGoesFirst() {
        WaitingLine<String> line = new WaitingLine<>();
        List.of("a", "b", "c").forEach(name -> line.add(name, urgency(Priority.NORMAL)));
        assertThat(line.take(2)).containsExactly("a", "b");
        line.add("d", urgency(Priority.NORMAL));
        assertThat(line.take(5)).containsExactly("c", "d");
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void higherPrioritiesAndNearerDeadlinesGoBefore() {
        WaitingLine<String> line = new WaitingLine<>();
        line.add("batch", urgency(Priority.BATCH));
        line.add("normal", urgency(Priority.NORMAL));
        line.add("later", until(Long.MIN_VALUE + 5)); // after the clock overflows
        line.add("sooner", until(Long.MAX_VALUE));
        line.add("interactive", urgency(Priority.INTERACTIVE));
        List<String> order = new ArrayList<>();
        while (!line.isEmpty()) {
            order.addAll(line.take(1));
        }
        assertThat(order).containsExactly("interactive", "sooner", "later", "normal", "batch");
    }

    @Test
    void nobodyWaitsForEver() {
        WaitingLine<String> line = new WaitingLine<>();
        line.add("batch", urgency(Priority.BATCH));
        int passes = 0;
        while (true) {
            line.add("interactive", urgency(Priority.INTERACTIVE));
            passes++;
            if (line.take(1).contains("batch")) {
                break;
            }
        }
        assertThat(passes).isEqualTo(2 * WaitingLine.PATIENCE + 1);
    }

    @Test
    void whoLeavesIsNotCalled() {
        WaitingLine<String> line = new WaitingLine<>();
        line.add("a", urgency(Priority.NORMAL));
        line.add("b", urgency(Priority.NORMAL));
        line.remove("a");
        line.remove("nobody");
        assertThat(line.take(2)).containsExactly("b");
    }
}
