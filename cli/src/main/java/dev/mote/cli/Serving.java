package dev.mote.cli;

import dev.mote.bundle.Environment;
import dev.mote.engine.Model;
import dev.mote.serve.ServedModel;
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
import java.util.ArrayList;
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
        List<ServedModel> models = open();
        Server server = start(models, options);
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook =
                new Thread(() -> {
                    console.say("mote: finishing answers under way");
                    server.close();
                    models.forEach(model -> model.model().close());
                    ended.countDown();
                });
        Runtime.getRuntime().addShutdownHook(hook);
        for (ServedModel model : models) {
            console.say(
                    "serving '%s' (%s)"
                            .formatted(model.id(), model.model().description().quantisation()));
        }
        console.say("listening on " + console.bold(server.uri().toString()));
        try {
            ended.await(); // the hook's process ends before this does
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static Server start(List<ServedModel> models, ServerOptions options) {
        boolean started = false;
        try {
            Server server = Server.start(models, options);
            started = true;
            return server;
        } catch (ServerStartException e) {
            throw new Fault(ExitCode.FAILURE, e.getMessage() + "; choose another --port or --host");
        } finally {
            if (!started) {
                models.forEach(model -> model.model().close());
            }
        }
    }

    private List<ServedModel> open() {
        List<String> names =
                command.models.isEmpty() ? List.of(new ModelSourceMixin().model) : command.models;
        List<ServedModel> models = new ArrayList<>();
        boolean opened = false;
        try {
            for (String name : names) {
                ModelSourceMixin source = new ModelSourceMixin();
                source.model = name;
                Path path = source.locate(console);
                String id = source.storedName().orElseGet(() -> fileName(path));
                Model model = Model.open(path, command.modelOptions().withName(id));
                models.add(ServedModel.of(id, model));
            }
            new ServedAdapters(models).load(command.adapters);
            opened = true;
            return models;
        } finally {
            if (!opened) {
                models.forEach(model -> model.model().close());
            }
        }
    }

    private static String fileName(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
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
                    command.quiet ? line -> {} : console::say);
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
        return Optional.of(new TlsFiles(certificate, key));
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
