package dev.mote.text.template;

import dev.mote.format.Metadata;
import dev.mote.text.jinja.Budget;
import dev.mote.text.jinja.JinjaException;
import dev.mote.text.jinja.runtime.JinjaTemplate;
import dev.mote.text.jinja.value.Text;
import dev.mote.text.jinja.value.Value;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A compiled chat template.
 *
 * <p>Templates are Jinja2, rendered as Hugging Face's {@code apply_chat_template} does: {@code
 * trim_blocks} and {@code lstrip_blocks} on, {@code break} and {@code continue}, {@code tojson}
 * without escapes for HTML, {@code raise_exception}, {@code strftime_now}, {@code generation}
 * blocks. They come with models, so they are treated as foreign code: nothing of the host can be
 * reached, and {@link TemplateLimits} bound work, memory and time. Integers have 64 bits; leaving
 * that range is an error. Immutable and thread-safe.
 */
public final class ChatTemplate {
    /** The metadata key of GGUF files under which their template lies. */
    public static final String METADATA_KEY = "tokenizer.chat_template";

    /** Variables that {@link #render(Map)} trusts: Hugging Face's names of special tokens. */
    public static final Set<String> SPECIAL_TOKEN_VARIABLES =
            Set.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");

    private final String name;
    private final String source;
    private final JinjaTemplate template;
    private final TemplateLimits limits;
    private final Clock clock;

    private ChatTemplate(
            String name,
            String source,
            JinjaTemplate template,
            TemplateLimits limits,
            Clock clock) {
        this.name = name;
        this.source = source;
        this.template = template;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Compiles a template, with default limits and the system's clock.
     *
     * @throws TemplateException with the line, if the source is not a template
     */
    public static ChatTemplate compile(String source) {
        return compile("chat template", source);
    }

    /**
     * Compiles a template.
     *
     * @param name what to call it in messages, for example the file it comes from
     * @throws TemplateException with the line, if the source is not a template
     */
    public static ChatTemplate compile(String name, String source) {
        TemplateLimits limits = TemplateLimits.DEFAULT;
        try {
            if (source.length() > limits.sourceLengthMax()) {
                throw JinjaException.syntax(
                        0,
                        "the source has "
                                + source.length()
                                + " characters, more than the "
                                + limits.sourceLengthMax()
                                + " allowed");
            }
            return new ChatTemplate(
                    name,
                    source,
                    JinjaTemplate.parse(source),
                    limits,
                    Clock.system(ZoneId.systemDefault()));
        } catch (JinjaException e) {
            throw TemplateException.of(name, e);
        }
    }

    /**
     * Compiles the template of a model file.
     *
     * @throws MissingChatTemplateException if the file has none; none is guessed
     * @throws TemplateException if it cannot be compiled
     */
    public static ChatTemplate of(Metadata metadata) {
        String source =
                metadata.string(METADATA_KEY)
                        .orElseThrow(() ->
                                new MissingChatTemplateException(
                                        metadata.source(), METADATA_KEY, KnownTemplate.names()));
        return compile("chat template of " + metadata.source(), source);
    }

    /** The same template within other limits; the source's length was checked already. */
    public ChatTemplate withLimits(TemplateLimits newLimits) {
        return new ChatTemplate(name, source, template, newLimits, clock);
    }

    /** The same template with another clock, in whose zone {@code strftime_now} tells the time. */
    public ChatTemplate withClock(Clock newClock) {
        return new ChatTemplate(name, source, template, limits, newClock);
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /** Its source. */
    public String source() {
        return source;
    }

    /**
     * Renders a request.
     *
     * @throws TemplateException if the template fails or refuses the conversation
     * @throws IllegalArgumentException if a variable holds what templates have no value for
     */
    public RenderedPrompt render(ChatRequest request) {
        return rendered(VariableReader.read(request.variables(), request.specialTokens()));
    }

    /**
     * Renders variables as they are, for callers that have them in the form of an API's JSON.
     *
     * @param variables by name; those of {@link #SPECIAL_TOKEN_VARIABLES} are trusted if they are
     *     strings
     * @throws TemplateException if the template fails or refuses the conversation
     * @throws IllegalArgumentException if a variable holds what templates have no value for
     */
    public RenderedPrompt render(Map<String, ? extends @Nullable Object> variables) {
        Map<String, String> specialTokens = new HashMap<>();
        for (String variable : SPECIAL_TOKEN_VARIABLES) {
            if (variables.get(variable) instanceof String token) {
                specialTokens.put(variable, token);
            }
        }
        return rendered(VariableReader.read(variables, specialTokens));
    }

    private RenderedPrompt rendered(Map<String, Value> variables) {
        Budget budget =
                new Budget(
                        limits.stepsMax(),
                        limits.textLengthMax(),
                        limits.textTotalMax(),
                        limits.nestingMax(),
                        limits.timeMax().toNanos(),
                        System::nanoTime);
        try {
            Text text = template.render(variables, budget, LocalDateTime.now(clock));
            return RenderedPrompt.of(text);
        } catch (JinjaException e) {
            throw TemplateException.of(name, e);
        }
    }
}
