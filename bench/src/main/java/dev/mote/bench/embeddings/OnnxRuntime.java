package dev.mote.bench.embeddings;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sentence embeddings by ONNX Runtime: a padded batch through the network, then mean pooling.
 *
 * <p>Its Java interface is called by reflection, so that the build does not need its 54 MB.
 */
final class OnnxRuntime implements AutoCloseable {
    private final ClassLoader loader;
    private final Object environment;
    private final Object session;

    /**
     * Opens a model.
     *
     * @param jar ONNX Runtime
     * @param threads that share each operation
     */
    OnnxRuntime(Path jar, Path model, int threads) {
        try {
            loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
            environment = type("OrtEnvironment").getMethod("getEnvironment").invoke(null);
            Class<?> optionsType = type("OrtSession$SessionOptions");
            Object options = optionsType.getConstructor().newInstance();
            optionsType.getMethod("setIntraOpNumThreads", int.class).invoke(options, threads);
            session =
                    type("OrtEnvironment")
                            .getMethod("createSession", String.class, optionsType)
                            .invoke(environment, model.toString(), options);
        } catch (ReflectiveOperationException | MalformedURLException e) {
            throw new IllegalStateException("ONNX Runtime in " + jar + ": " + e, e);
        }
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("ai.onnxruntime." + name, true, loader);
    }

    /** Version of the runtime. */
    String version() {
        try {
            return String.valueOf(
                    type("OrtEnvironment").getMethod("getVersion").invoke(environment));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("ONNX Runtime tells no version: " + e, e);
        }
    }

    /** L2-normalised embeddings of a batch, whose sequences are padded to the longest. */
    float[][] embed(List<int[]> batch) {
        int length = batch.stream().mapToInt(tokens -> tokens.length).max().orElse(0);
        long[] ids = new long[batch.size() * length];
        long[] mask = new long[ids.length];
        for (int i = 0; i < batch.size(); i++) {
            int[] tokens = batch.get(i);
            for (int t = 0; t < tokens.length; t++) {
                ids[i * length + t] = tokens[t];
                mask[i * length + t] = 1;
            }
        }
        float[] states = run(ids, mask, new long[] {batch.size(), length});
        float[][] embeddings = new float[batch.size()][];
        int width = states.length / ids.length;
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = pool(states, i * length * width, batch.get(i).length, width);
        }
        return embeddings;
    }

    private float[] run(long[] ids, long[] mask, long[] shape) {
        try {
            Map<String, Object> inputs = new LinkedHashMap<>();
            inputs.put("input_ids", tensor(ids, shape));
            inputs.put("attention_mask", tensor(mask, shape));
            inputs.put("token_type_ids", tensor(new long[ids.length], shape));
            Object result = type("OrtSession").getMethod("run", Map.class).invoke(session, inputs);
            Object output = type("OrtSession$Result").getMethod("get", int.class).invoke(result, 0);
            FloatBuffer values =
                    (FloatBuffer) type("OnnxTensor").getMethod("getFloatBuffer").invoke(output);
            float[] states = new float[values.remaining()];
            values.get(states);
            type("OrtSession$Result").getMethod("close").invoke(result);
            for (Object input : inputs.values()) {
                type("OnnxTensor").getMethod("close").invoke(input);
            }
            return states;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getCause(), e);
        }
    }

    private Object tensor(long[] values, long[] shape) throws ReflectiveOperationException {
        return type("OnnxTensor")
                .getMethod("createTensor", type("OrtEnvironment"), LongBuffer.class, long[].class)
                .invoke(null, environment, LongBuffer.wrap(values), shape);
    }

    /** Mean of the rows that are no padding, scaled to length 1. */
    private static float[] pool(float[] states, int from, int rows, int width) {
        float[] sums = new float[width];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                sums[i] += states[from + row * width + i];
            }
        }
        double squares = 0;
        for (float sum : sums) {
            squares += (double) sum * sum;
        }
        for (int i = 0; i < width; i++) {
            sums[i] = (float) (sums[i] / Math.sqrt(squares));
        }
        return sums;
    }

    @Override
    public void close() {
        try {
            type("OrtSession").getMethod("close").invoke(session);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("ONNX Runtime did not close: " + e, e);
        }
    }
}
