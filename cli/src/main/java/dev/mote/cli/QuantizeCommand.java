package dev.mote.cli;

import dev.mote.format.gguf.GgufFile;
import dev.mote.format.gguf.Quantizer;
import dev.mote.kernel.BlockType;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code mote quantize}: convert a GGUF file's weights to another type. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        header = "Convert the weights of a GGUF file to another type.",
        description = {
            "",
            "Types: F16, BF16, Q8_0, Q5_1, Q5_0, Q4_1, Q4_0. Vectors, routers and position tables"
                    + " stay as they are. OUT appears whole or not at all.",
            ""
        },
        footerHeading = "%nExample:%n",
        footer = "  mote quantize model-f16.gguf model-q4_0.gguf Q4_0")
final class QuantizeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "IN", description = "A GGUF file.")
    Path source = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
    Path target = Path.of("");

    @Parameters(
            index = "2",
            paramLabel = "TYPE",
            converter = BlockTypeConverter.class,
            description = "The type of the weights.")
    BlockType type = BlockType.Q8_0;

    @Option(names = "--force", description = "Replace OUT if it is there.")
    boolean force;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!type.canEncode() || type == BlockType.F32) {
            throw new Fault(
                    ExitCode.USAGE,
                    "weights cannot be written as "
                            + type
                            + "; choose F16, BF16, Q8_0, Q5_1, Q5_0, Q4_1 or Q4_0");
        }
        if (Files.exists(target) && !force) {
            throw new Fault(
                    ExitCode.FAILURE,
                    "'"
                            + target
                            + "' is there already; --force replaces it, or choose another name");
        }
        Quantizer.Result result;
        try (GgufFile file = GgufFile.open(source);
                ProgressBar bar = new ProgressBar(console, "quantize")) {
            result =
                    Quantizer.quantize(
                            file,
                            target,
                            type,
                            (tensor, written, total) -> bar.bytes(written, total, "writing"));
        }
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("path", target.toString());
            report.put("type", type.name());
            report.put("convertedTensors", result.converted().size());
            report.put("keptTensors", result.kept().size());
            report.put("requantisedFrom", result.requantised().stream().map(Enum::name).toList());
            report.put("sourceBytes", result.sourceBytes());
            report.put("targetBytes", result.targetBytes());
            console.json(report);
        } else {
            console.println(
                    "%s: %d tensors to %s, %d kept, %s to %s"
                            .formatted(
                                    target,
                                    result.converted().size(),
                                    type,
                                    result.kept().size(),
                                    Console.size(result.sourceBytes()),
                                    Console.size(result.targetBytes())));
        }
        if (!result.requantised().isEmpty()) {
            console.say(
                    "mote: the weights were quantised before ("
                            + String.join(
                                    ", ", result.requantised().stream().map(Enum::name).toList())
                            + "): what was lost then stays lost; start from F16 or F32 where you"
                            + " can");
        }
        return ExitCode.OK;
    }
}
