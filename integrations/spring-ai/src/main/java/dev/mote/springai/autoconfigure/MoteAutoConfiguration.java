package dev.mote.springai.autoconfigure;

import dev.mote.engine.Model;
import dev.mote.engine.ModelOptions;
import dev.mote.springai.MoteChatModel;
import dev.mote.springai.MoteEmbeddingModel;

import io.micrometer.observation.ObservationRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;

/**
 * A chat model where {@code spring.ai.mote.chat.file} names one, an embedding model where {@code
 * spring.ai.mote.embedding.file} does. The files are opened with the context and closed with it.
 */
@AutoConfiguration(
        afterName = "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration",
        beforeName =
                "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
public class MoteAutoConfiguration {
    /** For Spring. */
    public MoteAutoConfiguration() {}

    private static Model open(
            @Nullable Path file, @Nullable Integer contextLength, @Nullable Integer threads) {
        if (file == null) {
            throw new IllegalStateException("no file is named");
        }
        ModelOptions options = ModelOptions.DEFAULT;
        if (contextLength != null) {
            options = options.withContextLength(contextLength);
        }
        if (threads != null) {
            options = options.withThreads(threads);
        }
        return Model.open(file, options);
    }

    /** The chat model. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MoteChatProperties.class)
    @ConditionalOnProperty("spring.ai.mote.chat.file")
    @ConditionalOnProperty(
            name = "spring.ai.model.chat",
            havingValue = "mote",
            matchIfMissing = true)
    static class Chat {
        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean(name = "moteChatFile")
        Model moteChatFile(MoteChatProperties properties) {
            return open(properties.file(), properties.contextLength(), properties.threads());
        }

        @Bean
        @ConditionalOnMissingBean
        MoteChatModel moteChatModel(
                @Qualifier("moteChatFile") Model model,
                MoteChatProperties properties,
                ObjectProvider<ToolCallingManager> tools,
                ObjectProvider<ObservationRegistry> observations,
                ObjectProvider<ChatModelObservationConvention> convention) {
            MoteChatModel.Builder builder =
                    MoteChatModel.builder()
                            .model(model)
                            .chatTemplate(properties.chatTemplate())
                            .options(properties.options().toChatOptions());
            tools.ifUnique(builder::toolCallingManager);
            observations.ifUnique(builder::observationRegistry);
            convention.ifUnique(builder::observationConvention);
            return builder.build();
        }
    }

    /** The embedding model. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MoteEmbeddingProperties.class)
    @ConditionalOnProperty("spring.ai.mote.embedding.file")
    @ConditionalOnProperty(
            name = "spring.ai.model.embedding",
            havingValue = "mote",
            matchIfMissing = true)
    static class Embeddings {
        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean(name = "moteEmbeddingFile")
        Model moteEmbeddingFile(MoteEmbeddingProperties properties) {
            return open(properties.file(), properties.contextLength(), properties.threads());
        }

        @Bean
        @ConditionalOnMissingBean
        MoteEmbeddingModel moteEmbeddingModel(
                @Qualifier("moteEmbeddingFile") Model model,
                MoteEmbeddingProperties properties,
                ObjectProvider<ObservationRegistry> observations) {
            return new MoteEmbeddingModel(
                    model,
                    properties.dimensions(),
                    observations.getIfUnique(() -> ObservationRegistry.NOOP));
        }
    }
}
