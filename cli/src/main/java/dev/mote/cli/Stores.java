package dev.mote.cli;

import dev.mote.bundle.Environment;
import dev.mote.bundle.ModelStore;

/** The store of models of this user. */
final class Stores {
    private Stores() {}

    /** The store under {@code $MOTE_HOME}. */
    static ModelStore open() {
        return ModelStore.open(Environment.ofSystem().moteHome());
    }
}
