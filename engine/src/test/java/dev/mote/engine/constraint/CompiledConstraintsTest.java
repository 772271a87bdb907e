package dev.mote.engine.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.text.grammar.GrammarSyntaxException;
import dev.mote.text.grammar.automaton.Automaton;
import dev.mote.text.tokenizer.Tokenizer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is compiled when, and how much of it is kept. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompiledConstraintsTest {
    private final Tokenizer tokenizer = TokenWalk.vocabulary("none");
    private final Vocabulary vocabulary =
            new Vocabulary(tokenizer, tokenizer.vocabularySize(), Set.of());

    private TokenConstraint compile(Constraint constraint) {
        return new TokenConstraint(Automaton.of(constraint.toGrammar()), tokenizer, vocabulary);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twoAreCompiledAtTheSameTime() throws Exception {
        CountDownLatch bothBegun = new CountDownLatch(2);
        CompiledConstraints compiled =
                new CompiledConstraints(constraint -> {
                    bothBegun.countDown();
                    await(bothBegun);
                    return compile(constraint);
                });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> one = threads.submit(() -> compiled.get(Constraint.regex("a")));
            Future<?> other = threads.submit(() -> compiled.get(Constraint.regex("b")));
            assertThat(one.get()).isNotSameAs(other.get());
        }
    }

    @Test
    void oneIsCompiledOnceForAllWhoAsk() throws Exception {
        AtomicInteger compilations = new AtomicInteger();
        CompiledConstraints compiled =
                new CompiledConstraints(constraint -> {
                    compilations.incrementAndGet();
                    return compile(constraint);
                });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<TokenConstraint>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> compiled.get(Constraint.regex("[a-z]{1,5000}"))));
            }
            for (Future<TokenConstraint> one : all) {
                assertThat(one.get()).isSameAs(all.getFirst().get());
            }
        }
        assertThat(compilations).hasValue(1);
    }

    @Test
    void whatIsRefusedIsRefusedAgain() {
        CompiledConstraints compiled = new CompiledConstraints(this::compile);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> compiled.get(Constraint.regex("(a")))
                    .isInstanceOf(GrammarSyntaxException.class);
        }
        assertThat(compiled.count()).isZero();
    }

    @Test
    void keepsNoMoreBytesThanItMay() {
        CompiledConstraints compiled = new CompiledConstraints(this::compile);
        long bytes = 0;
        int asked = 0;
        while (bytes < 2 * CompiledConstraints.BYTES_MAX) {
            bytes +=
                    compiled.get(Constraint.regex("[a-z]{1,%d}".formatted(60_000 + asked)))
                            .memoryBytes();
            asked++;
        }
        assertThat(compiled.count()).isBetween(1, asked / 2 + 1);
    }
}
