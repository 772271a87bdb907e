package dev.mote.engine.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.format.ModelFile;
import dev.mote.format.gguf.GgufFile;
import dev.mote.testing.Conformance;
import dev.mote.text.grammar.Expression;
import dev.mote.text.grammar.Grammar;
import dev.mote.text.tokenizer.Tokenizer;
import dev.mote.text.tokenizer.Tokenizers;

import org.junit.jupiter.api.Test;

import java.util.Set;

/** Control tokens are part of an answer only where a constraint says so. */
class MarkTest {
    private static Tokenizer tokenizer() {
        try (ModelFile file =
                GgufFile.open(Conformance.file("golden/models/llama-bias.gguf").orElseThrow())) {
            return Tokenizers.of(file);
        }
    }

    @Test
    void marksStandForTheTextOfTheirPiece() {
        Tokenizer tokenizer = tokenizer();
        int mark = tokenizer.bos().orElseThrow();
        assertThat(tokenizer.isSpecial(mark)).isTrue();
        Grammar grammar = Grammar.of(new Expression.Literal(tokenizer.piece(mark) + "b"));
        Constraints constraints = new Constraints(tokenizer, tokenizer.vocabularySize());
        ConstrainedText with = constraints.begin(Constraint.grammar(grammar, Set.of(mark)), mark);
        assertThat(with.mask().allows(mark)).isTrue();
        with.accept(mark);
        assertThat(with.mask().allows(mark)).isFalse();
        with.accept(tokenizer.id("b").orElseThrow());
        assertThat(with.isComplete()).isTrue();
        ConstrainedText without = constraints.begin(Constraint.grammar(grammar), mark);
        assertThat(without.mask().allows(mark)).isFalse();
    }
}
