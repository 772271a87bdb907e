/** Numeric kernels over memory segments: block codecs, matrix products, attention, norms. */
@org.jspecify.annotations.NullMarked
module dev.mote.kernel {
    requires static org.jspecify;
    requires static jdk.incubator.vector;

    exports dev.mote.kernel;
}
