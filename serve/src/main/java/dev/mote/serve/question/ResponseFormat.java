package dev.mote.serve.question;

import dev.mote.engine.constraint.AnyJson;
import dev.mote.engine.constraint.Constraint;
import dev.mote.serve.wire.Refusal;
import dev.mote.serve.wire.Reply;
import dev.mote.text.grammar.GrammarException;
import dev.mote.text.grammar.UnsupportedSchemaException;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What form an answer must have: enforced token by token, or refused. */
public final class ResponseFormat {
    private ResponseFormat() {}

    /** The field {@code response_format} of the chat API. */
    public static Constraint chat(Fields body) {
        Fields format = body.object("response_format").orElse(null);
        if (format == null) {
            return Constraint.none();
        }
        Constraint constraint =
                switch (format.requiredString("type")) {
                    case "text" -> Constraint.none();
                    case "json_object" -> AnyJson.OBJECT;
                    case "json_schema" -> {
                        Fields outer =
                                format.object("json_schema")
                                        .orElseThrow(() -> format.missing("json_schema"));
                        Constraint schema = schema(outer);
                        outer.refuseRest();
                        yield schema;
                    }
                    case "regex" -> Constraint.regex(format.requiredString("pattern"));
                    case "grammar" -> Constraint.grammar(format.requiredString("grammar"));
                    default -> throw unknown(format);
                };
        format.refuseRest();
        return constraint;
    }

    /** The field {@code text} of the responses API. */
    public static Constraint responses(Fields body) {
        Fields text = body.object("text").orElse(null);
        if (text == null) {
            return Constraint.none();
        }
        text.only("verbosity", "answers are as long as the model makes them", "medium");
        Fields format = text.object("format").orElse(null);
        text.refuseRest();
        if (format == null) {
            return Constraint.none();
        }
        Constraint constraint =
                switch (format.requiredString("type")) {
                    case "text" -> Constraint.none();
                    case "json_object" -> AnyJson.OBJECT;
                    case "json_schema" -> schema(format);
                    default -> throw unknown(format);
                };
        format.refuseRest();
        return constraint;
    }

    private static Refusal unknown(Fields format) {
        return Refusal.unsupported(
                format.path("type"),
                format.path("type") + " must be text, json_object or json_schema");
    }

    /** Name and description are for people; the schema is enforced whether strict or not. */
    private static Constraint schema(Fields fields) {
        fields.string("name");
        fields.string("description");
        fields.flag("strict", true);
        Map<String, @Nullable Object> schema =
                fields.map("schema").orElseThrow(() -> fields.missing("schema"));
        Constraint constraint = Constraint.jsonSchema(Reply.jsonText(schema));
        check(constraint, fields.path("schema"));
        return constraint;
    }

    /**
     * Refuses what cannot be enforced, before there is a turn to wait for.
     *
     * @param path of the field that holds it
     */
    public static void check(Constraint constraint, String path) {
        try {
            constraint.toGrammar();
        } catch (UnsupportedSchemaException e) {
            throw Refusal.invalid(
                    "unsupported_schema",
                    path + e.pointer() + (e.keyword().isEmpty() ? "" : "/" + e.keyword()),
                    String.valueOf(e.getMessage()));
        } catch (GrammarException e) {
            throw Refusal.invalid("unsupported_schema", path, String.valueOf(e.getMessage()));
        }
    }
}
