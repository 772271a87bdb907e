/** The HTTP API and the page over open models. */
@org.jspecify.annotations.NullMarked
module dev.mote.serve {
    requires static org.jspecify;
    requires transitive dev.mote.engine;
    requires com.fasterxml.jackson.jr.ob;
    requires io.helidon.common.pki;
    requires io.helidon.webserver;

    exports dev.mote.serve;
    exports dev.mote.serve.access;
}
