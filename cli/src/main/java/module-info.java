/** The {@code mote} command. */
@org.jspecify.annotations.NullMarked
module dev.mote.cli {
    requires static org.jspecify;
    requires dev.mote.engine;
    requires dev.mote.bundle;
    requires static dev.mote.serve; // the launcher adds it for `mote serve`, so that others start fast
    requires info.picocli;
    requires org.jline;
    requires com.fasterxml.jackson.jr.ob;
    requires jdk.unsupported; // JLine looks for sun.misc.Signal there to hear Ctrl-C

    opens dev.mote.cli to
            info.picocli;
}
