package dev.mote.engine.constraint;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The latest constraints compiled, within a number of bytes. Each is compiled once: whoever asks
 * for it meanwhile waits for that. Different ones are compiled at the same time, but not more than
 * a few, for compiling takes memory that no request has paid for. Thread-safe.
 */
final class CompiledConstraints {
    /** All that is kept, masks included. One that is larger alone is kept until the next comes. */
    static final long BYTES_MAX = 64L << 20;

    private static final int COUNT_MAX = 64;
    private static final int COMPILING_MAX = 2;

    private final Function<Constraint, TokenConstraint> compile;
    private final Semaphore compiling = new Semaphore(COMPILING_MAX, true);
    private final Map<Constraint, FutureTask<TokenConstraint>> tasks =
            new LinkedHashMap<>(COUNT_MAX, 0.75f, true); // guarded by this

    CompiledConstraints(Function<Constraint, TokenConstraint> compile) {
        this.compile = compile;
    }

    /** A constraint, compiled now if it is not known. */
    TokenConstraint get(Constraint constraint) {
        FutureTask<TokenConstraint> fresh = new FutureTask<>(() -> compile(constraint));
        FutureTask<TokenConstraint> task = register(constraint, fresh);
        if (task.equals(fresh)) {
            task.run();
        }
        boolean made = false;
        try {
            TokenConstraint result = await(task);
            made = true;
            return result;
        } finally {
            settle(constraint, task, made);
        }
    }

    private synchronized FutureTask<TokenConstraint> register(
            Constraint constraint, FutureTask<TokenConstraint> fresh) {
        FutureTask<TokenConstraint> known = tasks.get(constraint);
        if (known == null) {
            tasks.put(constraint, fresh);
        }
        return known == null ? fresh : known;
    }

    private TokenConstraint compile(Constraint constraint) {
        compiling.acquireUninterruptibly();
        try {
            return compile.apply(constraint);
        } finally {
            compiling.release();
        }
    }

    /** Compiling takes seconds at most, so an interrupt can wait that long. */
    private static TokenConstraint await(FutureTask<TokenConstraint> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    switch (failed.getCause()) {
                        case RuntimeException refused -> throw refused;
                        case Error error -> throw error;
                        case null, default -> throw new IllegalStateException(failed);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Forgets what could not be compiled, and the oldest of what is too much together. */
    private synchronized void settle(
            Constraint constraint, FutureTask<TokenConstraint> task, boolean made) {
        if (!made) {
            tasks.remove(constraint, task);
        }
        long bytes = 0;
        for (FutureTask<TokenConstraint> kept : tasks.values()) {
            bytes += bytes(kept);
        }
        Iterator<FutureTask<TokenConstraint>> oldest = tasks.values().iterator();
        while (oldest.hasNext() && (bytes > BYTES_MAX || tasks.size() > COUNT_MAX)) {
            FutureTask<TokenConstraint> candidate = oldest.next();
            if (!candidate.equals(task) && candidate.isDone()) {
                bytes -= bytes(candidate);
                oldest.remove();
            }
        }
    }

    private static long bytes(FutureTask<TokenConstraint> task) {
        return task.state() == FutureTask.State.SUCCESS ? task.resultNow().memoryBytes() : 0;
    }

    /** How many are kept. */
    synchronized int count() {
        return tasks.size();
    }
}
