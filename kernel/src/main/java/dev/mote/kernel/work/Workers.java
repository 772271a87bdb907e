package dev.mote.kernel.work;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of daemon threads that share the units of one piece of work with the calling thread.
 *
 * <p>Units are handed out in steps that shrink with what is left (guided self-scheduling,
 * Polychronopoulos and Kuck 1987), so a thread that the machine holds up takes fewer and none waits
 * long for the last; which thread computes a unit never changes its result. Between two pieces of
 * work a thread spins for some tens of microseconds, because the next operation of a layer usually
 * follows at once, and then parks. Nothing is allocated per run. One run at a time.
 */
public final class Workers implements AutoCloseable {
    /** Some work made of independent units. */
    public interface Work {
        /**
         * Computes units {@code from} … {@code to} − 1.
         *
         * @param worker index of the thread, below {@link Workers#count()}: selects scratch memory
         */
        void run(int from, int to, int worker);
    }

    /** Polls before a thread parks; about 20 ns each. */
    private static final int SPINS_MAX = 4000;

    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger nextUnit = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    // Written by the caller before it raises the epoch, read by workers after they see that.
    private @Nullable Work work;
    private int unitCount;
    private int step;
    private final AtomicInteger epoch = new AtomicInteger();
    private volatile @Nullable Thread waiting;
    private volatile boolean closed; // no further run
    private volatile boolean ended; // no run is under way any more: the threads may go

    /** A step takes one part of these of what is left. */
    private final int shares;

    /** Starts {@code count} − 1 threads; the caller of {@link #run} is the remaining one. */
    public Workers(int count) {
        shares = 2 * count;
        for (int index = 1; index < count; index++) {
            Worker worker = new Worker(index);
            workers.add(worker);
            worker.start();
        }
    }

    /** Threads that take part, the caller included. */
    public int count() {
        return workers.size() + 1;
    }

    /**
     * Computes all units and returns when the last one is done.
     *
     * @param unitsPerStep the fewest units that a thread takes at a time
     * @throws IllegalStateException if closed or already running work
     */
    public void run(Work newWork, int units, int unitsPerStep) {
        if (closed || !busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    closed
                            ? "kernels are closed"
                            : "kernels are busy: one operation at a time, use an instance per"
                                    + " caller");
        }
        try {
            if (workers.isEmpty() || units <= unitsPerStep) {
                newWork.run(0, units, 0);
            } else {
                runTogether(newWork, units, unitsPerStep);
            }
        } finally {
            busy.set(false);
        }
    }

    private void runTogether(Work newWork, int units, int unitsPerStep) {
        work = newWork;
        unitCount = units;
        step = unitsPerStep;
        nextUnit.set(0);
        pending.set(workers.size());
        epoch.incrementAndGet();
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).wake();
        }
        drain(newWork, 0);
        awaitOthers();
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        } else if (thrown instanceof Error error) {
            throw error;
        }
    }

    private void awaitOthers() {
        for (int spins = 0; pending.get() > 0; spins++) {
            if (spins < SPINS_MAX) {
                Thread.onSpinWait();
            } else {
                waiting = Thread.currentThread();
                if (pending.get() > 0) {
                    LockSupport.park(this);
                }
                waiting = null;
            }
        }
    }

    /** Takes steps until none is left; a failure stops the others at their next step. */
    private void drain(Work current, int worker) {
        try {
            int units = unitCount;
            int from = nextUnit.get();
            while (from < units) {
                int to = from + Math.min(units - from, Math.max(step, (units - from) / shares));
                if (nextUnit.compareAndSet(from, to)) {
                    current.run(from, to, worker);
                }
                from = nextUnit.get();
            }
        } catch (RuntimeException | Error thrown) { // kept for the caller
            failure.compareAndSet(null, thrown);
            nextUnit.set(Integer.MAX_VALUE);
        }
    }

    /**
     * Lets a run that is under way end, stops the threads and waits until they have ended. Not to
     * be called by work itself.
     */
    @Override
    public void close() {
        closed = true;
        while (!ended && !busy.compareAndSet(false, true)) {
            LockSupport.parkNanos(this, 100_000);
        }
        ended = true; // and busy for ever
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
        boolean interrupted = false;
        for (Worker worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Worker extends Thread {
        private final int index;
        private volatile boolean parked;

        Worker(int index) {
            super("mote-kernel-" + index);
            this.index = index;
            setDaemon(true);
        }

        void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            int seen = 0;
            while (awaitChange(seen)) {
                seen = epoch.get();
                Work current = work;
                if (current != null) {
                    drain(current, index);
                }
                if (pending.decrementAndGet() == 0) {
                    LockSupport.unpark(waiting);
                }
            }
        }

        /** Returns true when there is new work, false when closed. */
        private boolean awaitChange(int seen) {
            for (int spins = 0; epoch.get() == seen; spins++) {
                if (ended) {
                    return false;
                }
                if (spins < SPINS_MAX) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (epoch.get() == seen && !ended) {
                        LockSupport.park(Workers.this);
                    }
                    parked = false;
                }
            }
            return !ended;
        }
    }
}
