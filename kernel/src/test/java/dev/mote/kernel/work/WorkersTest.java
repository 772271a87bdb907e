package dev.mote.kernel.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class WorkersTest {
    @Test
    void closingLetsARunThatIsUnderWayEnd() throws Exception {
        for (int round = 0; round < 200; round++) {
            Workers workers = new Workers(3);
            AtomicInteger units = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            AtomicBoolean returned = new AtomicBoolean();
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                workers.run(
                                        (from, to, worker) -> {
                                            begun.countDown();
                                            units.addAndGet(to - from);
                                        },
                                        1000,
                                        1);
                                returned.set(true);
                            });
            begun.await();
            workers.close();
            caller.join();
            assertThat(returned).isTrue();
            assertThat(units).hasValue(1000);
        }
    }

    @Test
    void aRunBesideClosingIsWholeOrRefused() throws Exception {
        for (int round = 0; round < 200; round++) {
            Workers workers = new Workers(2);
            AtomicInteger units = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    workers.run(
                                            (from, to, worker) -> units.addAndGet(to - from),
                                            100,
                                            1);
                                } catch (IllegalStateException e) {
                                    refused.incrementAndGet();
                                }
                            });
            workers.close();
            caller.join();
            assertThat(units.get() / 100 + refused.get()).isEqualTo(1);
        }
    }

    @Test
    void afterClosingNothingRunsAndClosingAgainDoesNothing() {
        Workers workers = new Workers(2);
        workers.close();
        workers.close();
        assertThatThrownBy(() -> workers.run((from, to, worker) -> {}, 1, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("kernels are closed");
    }
}
