package dev.mote.springai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The program README quotes, run on a tiny model. The region is what README shows. */
class ReadmeSnippets {
    // @start region="spring-ai"
    @SpringBootApplication
    static class Application {
        @Bean
        String answer(ChatClient.Builder chat) {
            return String.valueOf(chat.build().prompt("Why is the sky blue?").call().content());
        }
    }

    // @end

    @Test
    void asksAtStart() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context =
                application.run(
                        "--spring.ai.mote.chat.file=" + TestModels.path("llama-bias"),
                        "--spring.ai.mote.chat.chat-template=" + TestModels.TEMPLATE,
                        "--spring.ai.mote.chat.threads=1",
                        "--spring.ai.mote.chat.options.seed=1",
                        "--spring.ai.mote.chat.options.max-tokens=12",
                        "--spring.main.banner-mode=off")) {
            assertThat(context.getBean("answer", String.class)).isNotNull();
        }
    }
}
