package dev.charloom.exchange;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.charloom.engine.ModelShape;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// ONNX Runtime, which runs exported models where it is on the class path.
final class OnnxRuntime {

    /// When its environment is made, the library (1.29) reads the command line of the process by a function that
    /// calls itself for every character. A class path of some thousand characters overflows the stack of a usual
    /// thread, which ends the process. Of this one only what is touched takes memory.
    private static final long STACK_BYTES = 1L << 30;

    private OnnxRuntime() {}

    /// Whether it has something for this platform.
    ///
    /// @throws LinkageError if it is not there at all, as every other method here does
    static boolean isUsable() {
        var environment = new FutureTask<>(OrtEnvironment::getEnvironment);
        new Thread(null, environment, "charloom-onnx-runtime", STACK_BYTES).start();
        try {
            return environment.get() != null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkageError absent) {
                throw absent;
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The logits after each of the characters, which are read one after the other from the zero state.
    ///
    /// @param model an ONNX file
    /// @return a row of V numbers for each character
    static float[][] logits(byte[] model, ModelShape shape, int[] ids) throws IOException {
        long[][] steps = new long[ids.length][1];
        for (int t = 0; t < ids.length; t++) {
            steps[t][0] = ids[t];
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        var inputs = new HashMap<String, OnnxTensor>();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            for (String state : OnnxGraph.states(shape)) {
                inputs.put(state, OnnxTensor.createTensor(environment, new float[1][1][shape.hidden()]));
            }
            inputs.put(OnnxGraph.IDS, OnnxTensor.createTensor(environment, steps));
            try (var session = environment.createSession(model, options)) {
                return run(session, inputs);
            }
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime cannot run the exported model", e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static float[][] run(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
        try (var results = session.run(inputs)) {
            float[][][] logits =
                    (float[][][]) results.get(OnnxGraph.LOGITS).orElseThrow().getValue();
            float[][] rows = new float[logits.length][];
            for (int t = 0; t < rows.length; t++) {
                rows[t] = logits[t][0];
            }
            return rows;
        }
    }
}
