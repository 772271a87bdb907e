/** Measurements: kernels with JMH, and whole answers side by side with llama.cpp. Never published. */
@org.jspecify.annotations.NullMarked
module dev.mote.bench {
    requires static org.jspecify;
    requires com.fasterxml.jackson.jr.ob;
}
