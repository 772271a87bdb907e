package dev.mote.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.engine.Model;
import dev.mote.springai.autoconfigure.MoteAutoConfiguration;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import java.util.List;
import java.util.Objects;

/** Beans from properties, and a whole application. */
class AutoConfigurationTest {
    private static final String FILE = "spring.ai.mote.chat.file=" + TestModels.path("llama-bias");

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(MoteAutoConfiguration.class));

    /** An application with nothing of its own. */
    @Configuration
    @EnableAutoConfiguration
    static class Application {}

    /** What the model may call. */
    static final class Weather {
        @Tool(description = "Tells the weather of a city")
        String weather(String city, int days) {
            return "sunny in " + city + " for " + days;
        }
    }

    /** An answer in the form of a record. */
    record Place(Size size, boolean capital) {}

    /** Of a place. */
    enum Size {
        TOWN,
        CITY
    }

    @Test
    void withoutFilesThereAreNoModels() {
        runner.run(context ->
                assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ChatModel.class)
                        .doesNotHaveBean(EmbeddingModel.class));
    }

    @Test
    void propertiesMakeAChatModelThatClosesWithItsContext() {
        Model[] file = new Model[1];
        runner.withPropertyValues(
                        FILE,
                        "spring.ai.mote.chat.threads=1",
                        "spring.ai.mote.chat.context-length=64",
                        "spring.ai.mote.chat.chat-template={{ messages[0].content }}",
                        "spring.ai.mote.chat.options.model=tiny",
                        "spring.ai.mote.chat.options.temperature=0",
                        "spring.ai.mote.chat.options.max-tokens=3",
                        "spring.ai.mote.chat.options.stop-sequences=a,b")
                .run(context -> {
                    assertThat(context).hasSingleBean(ChatModel.class);
                    MoteChatModel chat = context.getBean(MoteChatModel.class);
                    assertThat(chat.getOptions().getModel()).isEqualTo("tiny");
                    assertThat(chat.getOptions().getStopSequences()).containsExactly("a", "b");
                    file[0] = context.getBean(Model.class);
                    assertThat(file[0].description().contextLength()).isEqualTo(64);
                    chat.call("hello");
                });
        assertThatThrownBy(() -> file[0].generate("hello"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherProviderMayBeChosen() {
        runner.withPropertyValues(FILE, "spring.ai.model.chat=other")
                .run(context -> assertThat(context).doesNotHaveBean(ChatModel.class));
    }

    @Test
    void propertiesMakeAnEmbeddingModel() {
        runner.withPropertyValues(
                        "spring.ai.mote.embedding.file=" + TestModels.path("bert-mean"),
                        "spring.ai.mote.embedding.dimensions=8")
                .run(context -> {
                    EmbeddingModel embedding = context.getBean(EmbeddingModel.class);
                    assertThat(embedding.dimensions()).isEqualTo(8);
                    List<float[]> vectors = embedding.embed(List.of("a pump", "a valve"));
                    assertThat(vectors).hasSize(2);
                    assertThat(vectors.getFirst()).hasSize(8);
                    double length = 0;
                    for (float value : vectors.getFirst()) {
                        length += value * value;
                    }
                    assertThat(length).isBetween(0.999, 1.001);
                });
    }

    @Test
    void applicationsAskByTheChatClient() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context =
                application.run(
                        "--" + FILE,
                        "--spring.ai.mote.chat.chat-template=" + TestModels.TEMPLATE,
                        "--spring.ai.mote.chat.threads=1",
                        "--spring.ai.mote.chat.options.seed=1",
                        "--spring.ai.mote.chat.options.max-tokens=12",
                        "--spring.main.banner-mode=off")) {
            ChatClient client = context.getBean(ChatClient.Builder.class).build();
            assertThat(client.prompt("hello").call().content()).isNotNull();
            assertThat(client.prompt("hello").tools(new Weather()).call().content()).isNotNull();
            Place place =
                    client.prompt("Where?")
                            .advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
                            .options(MoteChatOptions.builder().temperature(0.0).maxTokens(60))
                            .call()
                            .entity(Place.class);
            assertThat(Objects.requireNonNull(place).size()).isNotNull();
        }
    }
}
