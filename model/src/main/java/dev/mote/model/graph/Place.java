package dev.mote.model.graph;

/**
 * Which outputs of which weight tensor a {@link Linear} computes, so that adapters find it.
 *
 * @param tensor the weight's name in the file, for example {@code blk.0.attn_q.weight}
 * @param firstOutput the tensor's row that is output 0
 * @param outputs number of rows
 */
public record Place(String tensor, int firstOutput, int outputs) {
    /** The part from output {@code from} on. */
    Place part(int from, int count) {
        return new Place(tensor, firstOutput + from, count);
    }
}
