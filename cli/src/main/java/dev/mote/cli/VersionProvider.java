package dev.mote.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code mote --version} prints. */
final class VersionProvider implements IVersionProvider {
    /** The released version; the build's tests compare it with the one in pom.xml. */
    static final String VERSION = "0.1.0-SNAPSHOT";

    @Override
    public String[] getVersion() {
        return new String[] {"mote " + VERSION + " (Java " + Runtime.version() + ")"};
    }
}
