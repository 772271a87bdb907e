package dev.mote.serve.work;

import dev.mote.serve.ServerLimits;
import dev.mote.serve.observe.Telemetry;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All jobs of a server. Thread-safe. */
public final class Workload implements AutoCloseable {
    private final ServerLimits limits;
    private final Telemetry telemetry;
    private final Admission admission;
    private final Figures figures = new Figures();
    private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = clock("mote-deadlines");

    /** Apart, so that what takes long delays no deadline; its thread begins with its first task. */
    private final ScheduledExecutorService chores = clock("mote-chores");

    /** A deadline that is cancelled is forgotten at once, and with it the job and its thread. */
    private static ScheduledExecutorService clock(String name) {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Nothing to do yet. */
    public Workload(ServerLimits limits, Telemetry telemetry) {
        this.limits = limits;
        this.telemetry = telemetry;
        admission = new Admission(limits);
    }

    /**
     * Waits for a turn and begins a job of the calling thread, which closes it.
     *
     * @param caller who asks, empty for anybody; only jobs of one caller share what they read
     * @throws dev.mote.serve.wire.Refusal if there is no turn to be had
     */
    public Job begin(String caller) {
        admission.enter();
        Job job = new Job(this, Thread.currentThread(), caller);
        jobs.add(job);
        job.watch(clock, limits.requestTimeMax());
        return job;
    }

    void ended(Job job) {
        if (jobs.remove(job)) {
            admission.leave();
        }
    }

    /** Does something again and again, until this is closed or it throws. */
    public void every(Duration time, Runnable action) {
        Future<?> _ =
                chores.scheduleWithFixedDelay(
                        action,
                        time.toMillis(),
                        Math.max(1, time.toMillis()),
                        TimeUnit.MILLISECONDS);
    }

    /** Who is told of what models do. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** How much is taken on. */
    public ServerLimits limits() {
        return limits;
    }

    /** Who works and who waits. */
    public Admission admission() {
        return admission;
    }

    /** What was done. */
    public Figures figures() {
        return figures;
    }

    /** Lets nobody else begin. */
    public void refuseNew() {
        admission.close();
    }

    /**
     * Waits until all jobs are done; after the time, and a moment for the last words, cuts those
     * that are left.
     *
     * @return whether all were done in time
     */
    public boolean drain(Duration time) {
        admission.close();
        boolean done = admission.awaitEmpty(time);
        if (!done) {
            jobs.forEach(Job::cut);
            admission.awaitEmpty(Job.LAST_WORDS);
        }
        return done;
    }

    @Override
    public void close() {
        admission.close();
        clock.shutdownNow();
        chores.shutdown(); // lets what it is at come to its end
        try {
            chores.awaitTermination(1, TimeUnit.SECONDS);
            clock.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
