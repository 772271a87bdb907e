package dev.mote.text.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.format.Metadata;

import org.junit.jupiter.api.Test;

import java.util.Map;

class TemplateErrorsTest {
    private static void fails(String source, TemplateException.Kind kind, String message) {
        assertThatThrownBy(() -> ChatTemplate.compile("m.gguf", source).render(Map.of()))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(kind);
                            assertThat(e.getMessage()).isEqualTo(message);
                            assertThat(e.template()).isEqualTo("m.gguf");
                        });
    }

    @Test
    void namesTheLineOfASyntaxError() {
        fails(
                "a\n\n{{ 1 + }}",
                TemplateException.Kind.SYNTAX,
                "m.gguf, line 3: expected an expression, found end of print statement");
        fails(
                "{% if x %}\n",
                TemplateException.Kind.SYNTAX,
                "m.gguf, line 1: the template ends where elif or else or endif of line 1 is"
                    + " expected");
        fails(
                "\n{% import 'x' as y %}",
                TemplateException.Kind.SYNTAX,
                "m.gguf, line 2: the tag 'import' has no place in a chat template");
        fails(
                "{{ 99999999999999999999 }}",
                TemplateException.Kind.SYNTAX,
                "m.gguf, line 1: the integer 99999999999999999999 does not fit 64 bits");
    }

    @Test
    void namesWhatIsUndefinedAndWhere() {
        fails("\n{{ a.b }}", TemplateException.Kind.UNDEFINED, "m.gguf, line 2: 'a' is undefined");
        fails(
                "{% set d = {} %}\n{{ d\n.x.y }}",
                TemplateException.Kind.UNDEFINED,
                "m.gguf, line 3: 'dict object' has no attribute 'x'");
        fails(
                "{{ [1][5] + 1 }}",
                TemplateException.Kind.UNDEFINED,
                "m.gguf, line 1: list object has no element 5");
    }

    @Test
    void namesTypesThatDoNotFit() {
        fails(
                "{{ 'a' + 1 }}",
                TemplateException.Kind.TYPE,
                "m.gguf, line 1: unsupported operand types for +: 'str' and 'int'");
        fails(
                "{{ 'a'.split(1) }}",
                TemplateException.Kind.TYPE,
                "m.gguf, line 1: split: argument 'sep' must be str, not int");
        fails(
                "{{ 'a'|indent(wide=1) }}",
                TemplateException.Kind.TYPE,
                "m.gguf, line 1: indent got an unexpected keyword argument 'wide'");
    }

    @Test
    void refusesIntegersBeyond64Bits() {
        fails(
                "{{ 9223372036854775807 + 1 }}",
                TemplateException.Kind.VALUE,
                "m.gguf, line 1: an integer leaves the range of 64 bits");
        fails(
                "{{ 2 ** 64 }}",
                TemplateException.Kind.VALUE,
                "m.gguf, line 1: an integer leaves the range of 64 bits");
        fails(
                "{{ '9' * 30 |int }}{{ 1e300|int }}",
                TemplateException.Kind.VALUE,
                "m.gguf, line 1: the number 1e+300 does not fit an integer");
    }

    @Test
    void carriesTheTemplatesOwnMessage() {
        assertThatThrownBy(() ->
                        ChatTemplate.compile("{{ raise_exception('roles must alternate') }}")
                                .render(Map.of()))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> {
                            assertThat(e.kind()).isEqualTo(TemplateException.Kind.RAISED);
                            assertThat(e.detail()).isEqualTo("roles must alternate");
                        });
    }

    @Test
    void guessesNoTemplateForAFileWithoutOne() {
        Metadata metadata = Metadata.of("model.gguf", Map.of());
        assertThatThrownBy(() -> ChatTemplate.of(metadata))
                .isInstanceOf(MissingChatTemplateException.class)
                .hasMessage(
                        "model.gguf: no chat template (metadata key 'tokenizer.chat_template'); use"
                            + " plain text instead of a conversation, or choose a template: chatml,"
                            + " llama2, llama3, zephyr, gemma, phi3, mistral, vicuna, alpaca, or"
                            + " Jinja source of your own");
    }

    @Test
    void compilesTheTemplateOfAFile() {
        Metadata metadata =
                Metadata.of("model.gguf", Map.of("tokenizer.chat_template", "{{ 1 + 1 }}"));
        assertThat(ChatTemplate.of(metadata).render(Map.of()).text()).isEqualTo("2");
        assertThat(ChatTemplate.of(metadata).name()).isEqualTo("chat template of model.gguf");
    }

    @Test
    void refusesVariablesThatTemplatesHaveNoValueFor() {
        ChatTemplate template = ChatTemplate.compile("{{ x }}");
        assertThatThrownBy(() -> template.render(Map.of("x", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("template variable 'x' holds a java.lang.Object;");
        assertThatThrownBy(() -> template.render(Map.of("x", Map.of(1, 2))))
                .hasMessage("template variable 'x' has the key 1, which is no string");
    }

    @Test
    void reachesNothingOfTheHost() {
        for (String probe :
                new String[] {
                    "{{ ''.__class__ }}",
                    "{{ x.getClass() }}",
                    "{{ x.class }}",
                    "{{ self }}",
                    "{{ ''['__class__'] }}",
                    "{{ x|attr('__class__') }}",
                    "{{ config }}",
                    "{{ range.__globals__ }}",
                    "{{ system }}",
                    "{{ loop.__init__ }}"
                }) {
            try {
                assertThat(ChatTemplate.compile(probe).render(Map.of("x", "v")).text())
                        .as(probe)
                        .isEmpty();
            } catch (TemplateException e) {
                assertThat(e.kind()).isEqualTo(TemplateException.Kind.UNDEFINED);
            }
        }
    }
}
