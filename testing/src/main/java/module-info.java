/** Test equipment shared by the rooms: golden readers and the report of conformance counts. Never published. */
@org.jspecify.annotations.NullMarked
module dev.mote.testing {
    requires static org.jspecify;
    requires com.fasterxml.jackson.jr.ob;
    requires jdk.management;

    exports dev.mote.testing;
}
