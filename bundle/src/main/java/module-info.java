/** The catalogue of models and their download into the local store. */
@org.jspecify.annotations.NullMarked
module dev.mote.bundle {
    requires static org.jspecify;
    requires java.net.http;
    requires com.fasterxml.jackson.jr.ob;

    exports dev.mote.bundle;
}
