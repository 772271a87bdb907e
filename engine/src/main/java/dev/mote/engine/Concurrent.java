package dev.mote.engine;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A part of opening a model that goes on in a thread of its own, once. */
final class Concurrent<T> {
    private final FutureTask<T> task;

    private Concurrent(Supplier<T> work) {
        task = new FutureTask<>(work::get);
    }

    static <T> Concurrent<T> start(String name, Supplier<T> work) {
        Concurrent<T> started = new Concurrent<>(work);
        Thread thread = new Thread(started.task, name);
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** Waits for the result; throws what the work threw. */
    T result() {
        try {
            return await();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException exception) {
                throw exception;
            }
            throw new IllegalStateException(e.getCause()); // a Supplier throws nothing else
        }
    }

    /** Waits until the work has ended; empty if it failed. */
    Optional<T> outcome() {
        try {
            return Optional.of(await());
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    /** An interruption is kept for later: what was begun must not be left behind half open. */
    private T await() throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
