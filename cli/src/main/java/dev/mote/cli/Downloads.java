package dev.mote.cli;

import dev.mote.bundle.ModelStore;
import dev.mote.bundle.Progress;

import java.nio.file.Path;

/** Downloads a model while a person watches. */
final class Downloads {
    private Downloads() {}

    /** Pulls with a progress bar; returns where the model lies. */
    static Path pull(Console console, ModelStore store, String nameOrSource) {
        try (ProgressBar bar = new ProgressBar(console, nameOrSource)) {
            return store.pull(nameOrSource, progress -> show(bar, progress));
        }
    }

    private static void show(ProgressBar bar, Progress progress) {
        switch (progress.phase()) {
            case DOWNLOAD -> bar.bytes(progress.bytesDone(), progress.bytesTotal(), "fetching");
            case WAIT -> bar.state("another process is pulling it; waiting");
            case RESOLVE -> bar.note("asking " + progress.subject());
            case VERIFY -> bar.note("verifying");
            case DONE -> bar.finish("fetched");
        }
    }
}
