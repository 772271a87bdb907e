package dev.mote.cli;

import dev.mote.engine.constraint.Constraint;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Options that say what an answer must look like; at most one of them. */
final class ConstraintMixin {
    @Option(
            names = "--regex",
            paramLabel = "RE",
            description = "The whole answer matches this regular expression.")
    @Nullable String regex;

    @Option(
            names = "--choices",
            paramLabel = "A,B,C",
            description = "The answer is one of these texts, none of them empty.")
    List<String> choices = List.of();

    @Option(
            names = "--grammar",
            paramLabel = "FILE",
            description = "The answer is what the grammar in this file says (GBNF or EBNF).")
    @Nullable Path grammar;

    @Option(
            names = "--json-schema",
            paramLabel = "FILE|JSON",
            description =
                    "The answer is JSON that this schema allows: a file, or the schema itself.")
    @Nullable String jsonSchema;

    /** The constraint, or {@link Constraint#none()}. */
    Constraint constraint() throws IOException {
        List<Constraint> given = new ArrayList<>();
        if (regex != null) {
            given.add(checked(Constraint.regex(regex)));
        }
        if (!choices.isEmpty()) {
            given.add(checked(Constraint.choices(texts())));
        }
        if (grammar != null) {
            given.add(checked(Constraint.grammar(Files.readString(grammar))));
        }
        if (jsonSchema != null) {
            boolean inline = jsonSchema.strip().startsWith("{");
            given.add(
                    checked(
                            Constraint.jsonSchema(
                                    inline ? jsonSchema : Files.readString(Path.of(jsonSchema)))));
        }
        if (given.size() > 1) {
            throw new Fault(
                    ExitCode.USAGE,
                    "choose one of --regex, --choices, --grammar and --json-schema");
        }
        return given.isEmpty() ? Constraint.none() : given.getFirst();
    }

    /** Split here, for picocli passes over an empty text at the end. */
    private List<String> texts() {
        return choices.stream().flatMap(list -> Arrays.stream(list.split(",", -1))).toList();
    }

    /** Refuses what cannot be enforced before the model is opened, which may take long. */
    private static Constraint checked(Constraint constraint) {
        constraint.toGrammar();
        return constraint;
    }
}
