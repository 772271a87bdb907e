package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.engine.ChatOptions;
import dev.mote.engine.ChatSession;
import dev.mote.engine.GenerationOptions;
import dev.mote.engine.Model;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** The commands of a chat, on a tiny model with a template lent to it. */
class ConversationTest {
    private static final String TEMPLATE =
            "{% for m in messages %}[{{ m.role }}] {{ m.content }}\n{% endfor %}[assistant]";

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Model model = Model.open(Shell.golden("quant/llama-q.IQ2_XXS.gguf"));
    private final ChatSession session =
            model.chat(
                    ChatOptions.DEFAULT
                            .withTemplate(TEMPLATE)
                            .withGeneration(
                                    GenerationOptions.builder().greedy().maxTokens(4).build()));
    private final Console console =
            new Console(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    false,
                    false,
                    false);
    private final Conversation conversation = new Conversation(console, model, session);

    @AfterEach
    void close() {
        session.close();
        model.close();
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void messageIsAnsweredAndClosedWithALineOfFigures() throws IOException {
        assertThat(conversation.take("hello")).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\n");
        assertThat(told()).contains("tokens/s", "first token", "memory");
        assertThat(session.messages()).hasSize(2);
    }

    @Test
    void resetForgetsTheConversation() throws IOException {
        conversation.take("hello");
        conversation.take("/reset");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void systemSetsAndShowsInstructions() throws IOException {
        conversation.take("/system Be brief.");
        assertThat(session.systemPrompt()).isEqualTo("Be brief.");
        err.reset();
        conversation.take("/system");
        assertThat(told()).isEqualTo("Be brief.\n");
    }

    @Test
    void saveWritesMarkdownAndJsonForTheOwnerOnly() throws IOException {
        conversation.take("hello");
        Path markdown = folder.resolve("chat.md");
        Path json = folder.resolve("chat.json");
        conversation.take("/save " + markdown);
        conversation.take("/save " + json);
        assertThat(Files.readString(markdown)).contains("## user\n\nhello");
        assertThat(Files.readString(json)).contains("\"role\" : \"user\"");
        assertThat(Files.getPosixFilePermissions(markdown))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void saveReplacesItsOwnFileOnly() throws IOException {
        Path own = folder.resolve("chat.md");
        conversation.take("/save " + own);
        conversation.take("hello");
        conversation.take("/save " + own);
        assertThat(Files.readString(own)).contains("hello");
        Path others = Files.writeString(folder.resolve("notes.md"), "mine");
        assertThat(conversation.take("/save " + others)).isTrue();
        assertThat(others).hasContent("mine");
        assertThat(told()).contains("is there already");
    }

    @Test
    void whatTheTemplateRefusesEndsNeitherTheChatNorSilently() throws IOException {
        String strict = "{{ raise_exception('no system role') if messages[0].role == 'system' }}x";
        try (ChatSession picky = model.chat(ChatOptions.DEFAULT.withTemplate(strict))) {
            Conversation chat = new Conversation(console, model, picky);
            chat.take("/system Be brief.");
            assertThat(chat.take("hello")).isTrue();
            assertThat(told()).contains("no system role").doesNotContain("bug in mote");
            assertThat(chat.exitCode()).isEqualTo(ExitCode.MODEL);
        }
    }

    @Test
    void saveIntoAFolderThatIsNotThereSaysSoAndGoesOn() throws IOException {
        assertThat(conversation.take("/save " + folder.resolve("none/chat.md"))).isTrue();
        assertThat(told()).contains("none").hasLineCount(1);
    }

    @Test
    void statsTellModelContextAndKernels() throws IOException {
        conversation.take("/stats");
        assertThat(told()).contains("model", "context  0 of", "kernels", "no answer yet");
    }

    @Test
    void unknownCommandIsNotSentToTheModel() throws IOException {
        assertThat(conversation.take("/fly")).isTrue();
        assertThat(told()).contains("'/fly' is no command");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void controlCharactersOfAModelDoNotReachTheTerminal() {
        assertThat(Console.harmless("a\u001b]52;c;eA==\u0007b\u009b2J\r\n\tä"))
                .isEqualTo("a]52;c;eA==b2J\n\tä");
    }

    @Test
    void exitLeaves() throws IOException {
        assertThat(conversation.take("/exit")).isFalse();
    }
}
