package dev.mote.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code mote serve}. What it does is in {@link Serving}, so that nothing of the server is loaded
 * when commands are listed: the launcher adds the server's modules for this command alone. So
 * nothing of theirs may be named here.
 */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        header = "Answer OpenAI-compatible requests over HTTP, and show a page.",
        description = {
            "",
            "Listens on this machine alone unless --host says otherwise; then every request must"
                    + " bring an API key, which is made and shown once, or read from a file. Only"
                    + " its hash is kept.",
            "",
            "Ctrl-C or SIGTERM lets answers under way finish.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mote serve",
            "  mote serve -m tinyllama -m bge-small --port 9000",
            "  mote serve --installed --memory 4G",
            "  curl localhost:8017/v1/models",
            "  mote serve --host 0.0.0.0 --tls-cert chain.pem --tls-key key.pem"
        })
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description =
                    "A model as for `mote run`; may be repeated. The first is opened at once and"
                            + " answers requests that name none.")
    List<String> models = List.of();

    @Option(names = "--installed", description = "Every model on this device too.")
    boolean installed;

    @Option(
            names = "--models-dir",
            paramLabel = "DIR",
            description = "Every GGUF file of a folder too, by its name.")
    @Nullable Path modelsDir;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = ByteSizeConverter.class,
            description =
                    "Memory that open models may take together, such as 4G: weights, and the KV"
                            + " cache of one context each. Models are opened when they are asked"
                            + " for, and closed when others need their room. Default: 80 %% of what"
                            + " is free, with several models.")
    long memoryBytes;

    @Option(
            names = "--unload-after",
            paramLabel = "MINUTES",
            description =
                    "Close models that nobody used for so long. Default: when their room is"
                            + " needed.")
    int unloadMinutes;

    @Option(
            names = "--lora",
            paramLabel = "[MODEL:]NAME=FILE",
            description =
                    "Load a LoRA adapter (GGUF) into a model, the first unless one is named;"
                            + " requests use it as model MODEL:NAME. May be repeated.")
    List<String> adapters = List.of();

    @Mixin SpeculationMixin speculation = new SpeculationMixin();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    String host = "127.0.0.1";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "Port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    int port = 8017;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "Demand one of the keys in this file, one a line.")
    @Nullable Path apiKeyFile;

    @Option(
            names = "--new-api-key",
            description = "Make a key in the place of the one made before, and show it.")
    boolean newApiKey;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Certificate chain in PEM: serve HTTPS.")
    @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Private key of the certificate in PEM (PKCS #8).")
    @Nullable Path tlsKey;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Requests answered at the same time. Default: ${DEFAULT-VALUE}.")
    int parallel = 8;

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "Requests that may wait for their turn. Default: ${DEFAULT-VALUE}.")
    int queue = 64;

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            description = "Largest request. Default: ${DEFAULT-VALUE}.")
    int bodyBytesMax = 8 << 20;

    @Option(
            names = "--max-prompt",
            paramLabel = "TOKENS",
            description = "Longest prompt. Default: what the context holds.")
    int promptTokensMax;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Longest time for an answer. Default: ${DEFAULT-VALUE}.")
    int timeoutSeconds = 600;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            description =
                    "How long answers may take to finish at the end. Default: ${DEFAULT-VALUE}.")
    int drainSeconds = 30;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description =
                    "Responses of /v1/responses kept in memory for each API key, 0 for none."
                            + " Default: ${DEFAULT-VALUE}.")
    int keptCountMax = 256;

    @Option(
            names = "--keep-bytes",
            paramLabel = "BYTES",
            description = "Memory of these, about. Default: ${DEFAULT-VALUE}.")
    long keptBytesMax = 32 << 20;

    @Option(
            names = "--keep-hours",
            paramLabel = "HOURS",
            description = "How long one is kept. Default: ${DEFAULT-VALUE}.")
    int keptHoursMax = 24;

    @Mixin ContextMixin context = new ContextMixin();

    /** How lines of the log look. */
    enum LogFormat {
        TEXT,
        JSON
    }

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            description = "How the line for each request looks. Default: text.")
    LogFormat logFormat = LogFormat.TEXT;

    @Option(
            names = "--log-prompts",
            description = "Log what is asked, too. Without it no text is ever logged.")
    boolean logPrompts;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description =
                    "Send OpenTelemetry spans and metrics there (OTLP over HTTP); also by"
                            + " OTEL_EXPORTER_OTLP_ENDPOINT. They never hold text. Default: off.")
    @Nullable String otlp;

    @Option(
            names = {"-q", "--quiet"},
            description = "No line for each request.")
    boolean quiet;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return new Serving(console, this).run();
    }
}
