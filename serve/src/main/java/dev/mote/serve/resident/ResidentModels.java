package dev.mote.serve.resident;

import dev.mote.engine.ModelDescription;
import dev.mote.engine.SequenceMemory;
import dev.mote.serve.MemoryBudget;
import dev.mote.serve.OfferedModel;
import dev.mote.serve.ServedModel;
import dev.mote.serve.wire.ClientGoneException;
import dev.mote.serve.wire.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The models that are open. One is opened when it is first asked for, once however many ask; if the
 * budget has no room for it, those that nobody uses are closed, the one unused for longest first.
 * Nothing is closed while it answers. Thread-safe.
 */
public final class ResidentModels implements AutoCloseable {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final MemoryBudget budget;
    private final Consumer<String> log;
    private final Map<String, Residency> residencies = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long loads;
    private long evictions;

    /**
     * Nothing is opened yet.
     *
     * @param log told when a model is opened or closed
     */
    public ResidentModels(List<OfferedModel> models, MemoryBudget budget, Consumer<String> log) {
        this.budget = budget;
        this.log = log;
        models.forEach(model -> residencies.put(model.id(), new Residency(model)));
    }

    private Residency residency(String id) {
        Residency found = residencies.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no model is called " + id);
        }
        return found;
    }

    /**
     * Opens a model unless it is open, and keeps it so until {@link #release}.
     *
     * @throws Refusal if there is no room for it, now or ever
     * @throws ModelOpeningException if it cannot be opened
     */
    public ServedModel acquire(String id) {
        Residency wanted = residency(id);
        long deadline = System.nanoTime() + budget.waitMax().toNanos();
        lock.lock();
        try {
            while (wanted.model == null) {
                if (!wanted.opening && !wanted.closing && makeRoom(wanted)) {
                    open(wanted);
                } else {
                    changed.awaitNanos(timeLeft(wanted, deadline));
                }
            }
            wanted.users++;
            return wanted.model;
        } catch (InterruptedException e) { // only a closing connection interrupts
            Thread.currentThread().interrupt();
            throw new ClientGoneException(e);
        } finally {
            lock.unlock();
        }
    }

    /** The caller of {@link #acquire} needs it no longer. */
    public void release(String id) {
        lock.lock();
        try {
            Residency used = residency(id);
            used.users--;
            used.usedLastNanos = System.nanoTime();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private long timeLeft(Residency wanted, long deadline) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw Refusal.unavailable(
                    "no_memory_for_model",
                    ("model '%s' needs %s of memory while others that are answering take %s of the"
                                    + " %s allowed; come again later")
                            .formatted(
                                    wanted.offer.id(),
                                    shown(wanted.bytes),
                                    shown(taken()),
                                    shown(budget.bytesMax())),
                    COME_AGAIN);
        }
        return left;
    }

    /** Opens without the lock, so that others answer meanwhile. */
    private void open(Residency wanted) {
        wanted.opening = true;
        @Nullable ServedModel model = null;
        long start = System.nanoTime();
        lock.unlock();
        try {
            model = wanted.offer.opening().get();
        } catch (RuntimeException e) { // told as what it is: no fault of who asked
            throw new ModelOpeningException(wanted.offer.id(), e);
        } finally {
            lock.lock();
            wanted.opening = false;
            changed.signalAll();
            if (model != null) {
                settle(wanted, model, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** Only now is it known what the model takes. */
    private void settle(Residency wanted, ServedModel model, double seconds) {
        wanted.bytes = Residency.bytesOf(model.model());
        wanted.description = model.model().description();
        boolean room = false;
        try {
            room = makeRoom(wanted);
        } finally {
            if (!room) {
                model.model().close();
            }
        }
        if (!room) {
            return; // and wait for more, or be refused
        }
        wanted.model = model;
        wanted.usedLastNanos = System.nanoTime();
        loads++;
        log.accept(
                String.format(
                        Locale.ROOT,
                        "opened model '%s' in %.1f s, %s; %s of memory taken",
                        wanted.offer.id(),
                        seconds,
                        shown(wanted.bytes),
                        shown(taken())));
    }

    /**
     * Closes idle models until there is room.
     *
     * @return whether there is
     * @throws Refusal if there never will be
     */
    private boolean makeRoom(Residency wanted) {
        if (wanted.bytes > budget.bytesMax()) {
            throw Refusal.failure(
                    507,
                    "model_too_large",
                    "model '%s' needs %s of memory; this server may use %s"
                            .formatted(
                                    wanted.offer.id(),
                                    shown(wanted.bytes),
                                    shown(budget.bytesMax())));
        }
        while (taken() > budget.bytesMax() - wanted.bytes) {
            Residency victim =
                    idle().min(Comparator.comparingLong(one -> one.usedLastNanos)).orElse(null);
            if (victim == null) {
                return false;
            }
            evict(victim, "for '" + wanted.offer.id() + "'");
        }
        return true;
    }

    private Stream<Residency> idle() {
        return residencies.values().stream().filter(Residency::idle);
    }

    private void evict(Residency victim, String reason) {
        ServedModel model = victim.model;
        if (model != null) {
            victim.model = null;
            evictions++;
            model.model().close(); // nobody uses it, so there is no step to wait for
            log.accept("closed model '%s' %s".formatted(victim.offer.id(), reason));
            changed.signalAll();
        }
    }

    private long taken() {
        return residencies.values().stream()
                .filter(Residency::takesMemory)
                .mapToLong(one -> one.bytes)
                .sum();
    }

    /** Closes what nobody used for as long as the budget says; to be called now and then. */
    public void closeIdle() {
        long eldest = System.nanoTime() - budget.idleMax().toNanos();
        while (closeOne(eldest)) {
            // one at a time, so that a failure leaves the others as they are
        }
    }

    /** Closes one without the lock, so that others answer meanwhile; false if there is none. */
    private boolean closeOne(long eldest) {
        Residency victim;
        ServedModel model;
        lock.lock();
        try {
            victim = idle().filter(one -> one.usedLastNanos - eldest < 0).findFirst().orElse(null);
            model = victim == null ? null : victim.model;
            if (victim == null || model == null) {
                return false;
            }
            victim.model = null;
            victim.closing = true;
            evictions++;
        } finally {
            lock.unlock();
        }
        try {
            model.model().close();
        } finally {
            closed(victim);
        }
        log.accept("closed model '%s' as nobody used it".formatted(victim.offer.id()));
        return true;
    }

    private void closed(Residency victim) {
        lock.lock();
        try {
            victim.closing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String shown(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** What {@code GET /metrics} and the list of models tell. */
    public ResidentFigures figures() {
        lock.lock();
        try {
            Map<String, Long> open = new LinkedHashMap<>();
            int sequences = 0;
            long sequenceBytes = 0;
            for (Map.Entry<String, Residency> entry : residencies.entrySet()) {
                ServedModel model = entry.getValue().model;
                if (model != null) {
                    open.put(entry.getKey(), entry.getValue().bytes);
                    SequenceMemory memory = model.model().sequenceMemory();
                    sequences += memory.sequences();
                    sequenceBytes += memory.bytes();
                }
            }
            return new ResidentFigures(
                    open, sequences, sequenceBytes, taken(), budget.bytesMax(), loads, evictions);
        } finally {
            lock.unlock();
        }
    }

    /** What a model is, if it is or ever was open. */
    public Optional<ModelDescription> description(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(residency(id).description);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the models that were opened here. */
    @Override
    public void close() {
        lock.lock();
        try {
            for (Residency one : residencies.values()) {
                ServedModel model = one.model;
                if (model != null && one.offer.open().isEmpty()) {
                    one.model = null;
                    model.model().close();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
