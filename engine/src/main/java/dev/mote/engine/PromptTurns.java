package dev.mote.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one prompt at a time compete with the sequences that decode, chunk by chunk. Who is
 * cancelled or too late while it waits gives up at once. Thread-safe.
 */
final class PromptTurns {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final WaitingLine<Waiter> line = new WaitingLine<>(); // guarded by lock
    private boolean taken; // guarded by lock

    /** One who waits. */
    private static final class Waiter {
        private boolean called; // guarded by lock
    }

    /**
     * Waits for a turn, which {@link #giveBack} ends.
     *
     * @return whether there is a turn; not if it was cancelled or too late before
     */
    boolean take(Urgency urgency) {
        Runnable wake = this::wakeAll;
        urgency.cancellation().whenCancelled(wake);
        lock.lock();
        try {
            if (urgency.isOver()) {
                return false;
            }
            if (taken) {
                return await(urgency);
            }
            taken = true;
            return true;
        } finally {
            lock.unlock();
            urgency.cancellation().forget(wake);
        }
    }

    private boolean await(Urgency urgency) {
        Waiter own = new Waiter();
        line.add(own, urgency);
        boolean interrupted = false;
        while (!own.called && !urgency.isOver()) {
            try {
                changed.awaitNanos(urgency.nanosLeft());
            } catch (InterruptedException e) {
                interrupted = true; // the caller's own business, after this chunk
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        line.remove(own);
        return own.called;
    }

    /** Ends a turn; the next begins. */
    void giveBack() {
        lock.lock();
        try {
            taken = !line.isEmpty();
            line.take(1).forEach(waiter -> waiter.called = true);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
