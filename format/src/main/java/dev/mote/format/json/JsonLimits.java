package dev.mote.format.json;

/**
 * What a JSON document may ask for.
 *
 * @param documentBytesMax length of the document
 * @param depthMax objects and arrays inside each other
 * @param tokenCountMax names, values and brackets; bounds the heap used, about 60 bytes each
 */
public record JsonLimits(int documentBytesMax, int depthMax, int tokenCountMax) {
    /** Fits the largest tokenizer files: 256 MiB, 200 levels, 16 million tokens. */
    public static final JsonLimits DEFAULT = new JsonLimits(256 << 20, 200, 16_000_000);

    /** Checks that all are positive. */
    public JsonLimits {
        if (documentBytesMax < 1 || depthMax < 1 || tokenCountMax < 1) {
            throw new IllegalArgumentException("limits below 1");
        }
    }
}
