package dev.mote.cli;

import dev.mote.text.tokenizer.Tokenizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code mote tokenize}: text to token ids. */
@Command(
        name = "tokenize",
        mixinStandardHelpOptions = true,
        header = "Show the tokens of a text.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote tokenize \"Hello world\"",
            "  mote tokenize -m model.gguf --json \"Hello world\"",
            "  mote tokenize --ids < file.txt",
            "  mote tokenize --special \"<s>Hello\"      special tokens recognised in the text"
        })
final class TokenizeCommand implements Callable<Integer> {
    private final Console console;

    @Mixin ModelSourceMixin model = new ModelSourceMixin();

    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description = "The text; otherwise standard input.")
    List<String> words = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the text from a file.")
    @Nullable Path file;

    @Option(names = "--add-special", description = "Add BOS and EOS as the model wants them.")
    boolean addSpecial;

    @Option(names = "--special", description = "Recognise special tokens in the text.")
    boolean parseSpecial;

    @Option(names = "--ids", description = "Print only ids, on one line.")
    boolean idsOnly;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    TokenizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String text =
                PromptText.of(
                        words,
                        file,
                        System.in,
                        "no text; write it after the command, name a --file, or pipe it in");
        try (OpenFile opened = OpenFile.of(model.locate(console))) {
            Tokenizer tokenizer = opened.tokenizer();
            int[] ids = tokenizer.encode(text, special());
            if (json) {
                List<Map<String, Object>> tokens = new ArrayList<>();
                for (int id : ids) {
                    Map<String, Object> token = new LinkedHashMap<>();
                    token.put("id", id);
                    token.put("piece", tokenizer.piece(id));
                    tokens.add(token);
                }
                console.json(tokens);
            } else if (idsOnly) {
                List<String> list = new ArrayList<>();
                for (int id : ids) {
                    list.add(Integer.toString(id));
                }
                console.println(String.join(" ", list));
            } else {
                Table table = new Table().number("ID").text("PIECE");
                for (int id : ids) {
                    table.row(Integer.toString(id), visible(tokenizer.piece(id)));
                }
                table.lines(console.columns()).forEach(console::println);
                console.say(console.dim(ids.length + " tokens"));
            }
        }
        return ExitCode.OK;
    }

    private Tokenizer.Special special() {
        if (addSpecial) {
            return parseSpecial ? Tokenizer.Special.ADD_AND_PARSE : Tokenizer.Special.ADD;
        }
        return parseSpecial ? Tokenizer.Special.PARSE : Tokenizer.Special.NONE;
    }

    private static String visible(String piece) {
        return Console.harmless(
                piece.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t"));
    }
}
