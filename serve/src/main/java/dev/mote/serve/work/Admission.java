package dev.mote.serve.work;

import dev.mote.serve.ServerLimits;
import dev.mote.serve.wire.ClientGoneException;
import dev.mote.serve.wire.Refusal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests are at work and how many wait, first come, first served. Thread-safe. */
public final class Admission {
    private static final Duration COME_AGAIN = Duration.ofSeconds(2);

    private final ServerLimits limits;
    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    Admission(ServerLimits limits) {
        this.limits = limits;
        places = new Semaphore(limits.concurrentMax(), true);
    }

    /**
     * Waits for a turn; {@link #leave} ends it.
     *
     * @throws Refusal if too many wait already, the wait is too long, or the server is stopping
     */
    void enter() {
        refuseWhenClosed();
        try {
            if (places.tryAcquire(0, TimeUnit.SECONDS)) { // without a time it would jump the queue
                return;
            }
            queue();
        } catch (InterruptedException e) { // only a closing connection interrupts
            Thread.currentThread().interrupt();
            throw new ClientGoneException(e);
        }
        if (closed) {
            places.release();
            refuseWhenClosed();
        }
    }

    private void queue() throws InterruptedException {
        int ahead = waiting.getAndIncrement();
        try {
            if (ahead >= limits.waitingMax()) {
                throw Refusal.tooMany(
                        "%d requests are being answered and %d wait; come again later"
                                .formatted(limits.concurrentMax(), limits.waitingMax()),
                        COME_AGAIN);
            }
            if (!places.tryAcquire(limits.waitMax().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refusal.unavailable(
                        "queue_timeout",
                        "no turn within %d s; come again later"
                                .formatted(limits.waitMax().toSeconds()),
                        COME_AGAIN);
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw Refusal.unavailable(
                    "server_stopping", "the server is stopping; ask another or later", COME_AGAIN);
        }
    }

    void leave() {
        places.release();
    }

    /** Lets nobody else in. */
    void close() {
        closed = true;
    }

    /** Whether the server is stopping. */
    public boolean isClosed() {
        return closed;
    }

    /** Waits until nobody is at work; false if that takes longer. */
    boolean awaitEmpty(Duration time) {
        boolean empty = false;
        try {
            empty =
                    places.tryAcquire(
                            limits.concurrentMax(), time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (empty) {
            places.release(limits.concurrentMax());
        }
        return empty;
    }

    /** Requests at work. */
    public int active() {
        return Math.max(0, limits.concurrentMax() - places.availablePermits());
    }

    /** Requests that wait. */
    public int waiting() {
        return waiting.get();
    }
}
