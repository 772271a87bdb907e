package dev.mote.cli;

import dev.mote.bundle.Environment;
import dev.mote.engine.sampling.InvalidOptionException;
import dev.mote.serve.LogOptions;
import dev.mote.serve.MemoryBudget;
import dev.mote.serve.OfferedModel;
import dev.mote.serve.OtlpOptions;
import dev.mote.serve.Server;
import dev.mote.serve.ServerLimits;
import dev.mote.serve.ServerOptions;
import dev.mote.serve.ServerStartException;
import dev.mote.serve.StoreLimits;
import dev.mote.serve.TlsFiles;
import dev.mote.serve.access.KeyFile;
import dev.mote.serve.access.KeyHash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Runs the server until the process is told to end. */
final class Serving {
    private final Console console;
    private final ServeCommand command;

    Serving(Console console, ServeCommand command) {
        this.console = console;
        this.command = command;
    }

    int run() {
        ServerOptions options = options(); // mistakes first: models take time
        Offers offers = new Offers(console, command);
        List<OfferedModel> models = offers.models();
        Server server = start(models, offers.budget(models.size()), options);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook =
                new Thread(() -> {
                    console.say("mote: finishing answers under way");
                    server.close();
                    offers.close();
                    ended.countDown();
                });
        Runtime.getRuntime().addShutdownHook(hook);
        for (OfferedModel model : models) {
            console.say("serving '%s'".formatted(model.id()));
            model.adapters()
                    .forEach(adapter ->
                            console.say("serving '%s:%s'".formatted(model.id(), adapter)));
        }
        console.say("listening on " + console.bold(server.uri().toString()));
        try {
            ended.await(); // the hook's process ends before this does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static Server start(
            List<OfferedModel> models, MemoryBudget budget, ServerOptions options) {
        try {
            return Server.start(models, budget, options);
        } catch (ServerStartException e) {
            throw new Fault(ExitCode.FAILURE, e.getMessage() + "; choose another --port or --host");
        } catch (InvalidOptionException e) { // which has words and an exit code of its own
            throw e;
        } catch (IllegalArgumentException e) { // the first model has no room
            throw new Fault(ExitCode.USAGE, e.getMessage() + "; see --memory");
        }
    }

    private ServerOptions options() {
        try {
            InetAddress address = InetAddress.getByName(command.host);
            Optional<TlsFiles> tls = tls();
            List<KeyHash> keys = keys(address);
            if (!address.isLoopbackAddress()) {
                console.say(
                        "others can reach %s: every request must bring the API key%s"
                                .formatted(
                                        command.host,
                                        tls.isPresent()
                                                ? ""
                                                : ", which travels unencrypted without"
                                                        + " --tls-cert"));
            }
            return new ServerOptions(
                    address,
                    command.port,
                    tls,
                    keys,
                    limits(),
                    new LogOptions(
                            command.quiet ? line -> {} : console::say,
                            command.logFormat == ServeCommand.LogFormat.JSON,
                            command.logPrompts),
                    OtlpOptions.of(System.getenv(), Optional.ofNullable(command.otlp)));
        } catch (UnknownHostException e) {
            throw new Fault(ExitCode.USAGE, "--host " + command.host + " is no address");
        } catch (IllegalArgumentException e) {
            throw new Fault(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private ServerLimits limits() {
        ServerLimits usual = ServerLimits.DEFAULT;
        return usual.withConcurrency(command.parallel, command.queue)
                .withSizes(command.bodyBytesMax, command.promptTokensMax)
                .withKept(
                        new StoreLimits(
                                command.keptCountMax,
                                command.keptBytesMax,
                                Duration.ofHours(command.keptHoursMax)))
                .withTimes(
                        usual.waitMax(),
                        Duration.ofSeconds(command.timeoutSeconds),
                        usual.bodyTimeMax(),
                        Duration.ofSeconds(command.drainSeconds));
    }

    private Optional<TlsFiles> tls() {
        Path certificate = command.tlsCertificate;
        Path key = command.tlsKey;
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new Fault(ExitCode.USAGE, "--tls-cert and --tls-key go together");
        }
        TlsFiles files = new TlsFiles(certificate, key);
        files.check(); // before models are opened
        return Optional.of(files);
    }

    /** The keys of the user's file; or the device's own, made if it is needed. */
    private List<KeyHash> keys(InetAddress address) {
        Path file = command.apiKeyFile;
        if (file != null) {
            return keys(file);
        }
        if (address.isLoopbackAddress() && !command.newApiKey) {
            return List.of();
        }
        KeyFile kept = new KeyFile(Environment.ofSystem().moteHome());
        Optional<KeyHash> old = command.newApiKey ? Optional.empty() : kept.read();
        if (old.isPresent()) {
            console.say("the API key is the one made before; --new-api-key makes another");
            return List.of(old.get());
        }
        String key = KeyHash.newKey();
        KeyHash hash = KeyHash.of(key);
        kept.write(hash);
        console.say("the API key, shown this once: " + console.bold(key));
        return List.of(hash);
    }

    private static List<KeyHash> keys(Path file) {
        List<String> keys;
        try {
            keys = Files.readString(file).lines().map(String::strip).toList();
        } catch (IOException e) {
            throw new Fault(ExitCode.USAGE, "--api-key-file " + file + " cannot be read");
        }
        List<KeyHash> hashes =
                keys.stream().filter(line -> !line.isEmpty()).map(KeyHash::of).toList();
        if (hashes.isEmpty()) {
            throw new Fault(ExitCode.USAGE, "--api-key-file " + file + " holds no key");
        }
        return hashes;
    }
}
