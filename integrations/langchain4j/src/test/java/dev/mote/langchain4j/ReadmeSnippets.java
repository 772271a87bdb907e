package dev.mote.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.mote.engine.Model;
import dev.mote.testing.Conformance;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

/** The program README quotes, run on a tiny model. The region is what README shows. */
class ReadmeSnippets {
    @Test
    void answersInTheFormOfASchema() {
        Path file = Conformance.file("golden/models/llama-bias.gguf").orElseThrow();
        // The tiny model has no chat template of its own; README leaves this line out.
        MoteChatModel.Builder builder =
                MoteChatModel.builder().chatTemplate(TestModels.TEMPLATE).seed(1);
        // @start region="langchain4j"
        try (Model model = Model.open(file)) {
            ChatModel chat = builder.model(model).maxOutputTokens(200).build();
            var colour =
                    JsonObjectSchema.builder()
                            .addEnumProperty("colour", List.of("red", "green", "blue"))
                            .required("colour")
                            .build();
            var schema = JsonSchema.builder().name("answer").rootElement(colour).build();
            var form =
                    ResponseFormat.builder()
                            .type(ResponseFormatType.JSON)
                            .jsonSchema(schema)
                            .build();
            var question = UserMessage.from("What is the colour of grass?");
            var request = ChatRequest.builder().messages(question).responseFormat(form).build();
            System.out.println(chat.chat(request).aiMessage().text());
        }
        // @end
        assertThat(builder).isNotNull();
    }
}
