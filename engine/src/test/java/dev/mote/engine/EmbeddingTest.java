package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mote.model.ContextOverflowException;
import dev.mote.model.ModelKind;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class EmbeddingTest {
    @Test
    void embedsTextsAsUnitVectorsInOrder() {
        try (Model model = Model.open(TinyModels.path("bert-mean"), TinyModels.OPTIONS)) {
            List<float[]> embeddings = model.embed(List.of("a pump", "a valve"));
            assertThat(embeddings).hasSize(2);
            assertThat(embeddings.getFirst()).containsExactly(model.embed("a pump"), within(1e-3f));
            assertThat(embeddings.getFirst()).isNotEqualTo(embeddings.getLast());
            double squares = 0;
            for (float value : embeddings.getFirst()) {
                squares += (double) value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
            assertThat(model.description().kind()).isEqualTo(ModelKind.ENCODER);
        }
    }

    @Test
    void textsThatAreReadTogetherDoNotSeeEachOther() {
        try (Model model = Model.open(TinyModels.path("bert-mean"), TinyModels.OPTIONS)) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 300; i++) { // more tokens than are read at once
                texts.add("a pump and a valve ".repeat(1 + i % 5));
            }
            List<float[]> together = model.embed(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i))
                        .containsExactly(model.embed(texts.get(i)), within(1e-3f));
            }
            assertThat(model.embed(List.of())).isEmpty();
        }
    }

    @Test
    void neverCutsATextThatIsTooLong() {
        ModelOptions small = TinyModels.OPTIONS.withContextLength(8);
        try (Model model = Model.open(TinyModels.path("bert-mean"), small)) {
            assertThatThrownBy(() -> model.embed("a pump ".repeat(20)))
                    .isInstanceOf(ContextOverflowException.class);
        }
    }

    @Test
    void anEncoderDoesNotGenerateAndADecoderDoesNotEmbed() {
        try (Model encoder = Model.open(TinyModels.path("bert-mean"), TinyModels.OPTIONS);
                Model decoder = TinyModels.llama()) {
            assertThatThrownBy(() -> encoder.generate("a"))
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("embeds text but does not generate");
            assertThatThrownBy(encoder::chat).isInstanceOf(UnsupportedByModelException.class);
            assertThatThrownBy(() -> decoder.embed("a"))
                    .isInstanceOf(UnsupportedByModelException.class)
                    .hasMessageContaining("gives no embeddings");
        }
    }
}
