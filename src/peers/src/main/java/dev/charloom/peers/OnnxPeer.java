package dev.charloom.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// ONNX Runtime, which does not train.
final class OnnxPeer implements Peer {

    private final Workload workload;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final SplittableRandom random = new SplittableRandom(0);

    OnnxPeer(Workload workload, int threads) throws OrtException {
        this.workload = workload;
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(OnnxModel.of(workload), options);
        }
    }

    @Override
    public Runnable training() {
        throw new UnsupportedOperationException("ONNX Runtime is measured at sampling only");
    }

    @Override
    public Runnable sampling() {
        var text = new Object() {
            long[] ids = new long[workload.batch()];
            OrtSession.Result last = null;
        };
        return () -> {
            try {
                for (int i = 0; i < Workload.CHARACTERS_PER_STREAM; i++) {
                    text.last = step(text.ids, text.last);
                }
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    /// @param ids read, then replaced by the characters drawn
    /// @param last what the step before answered, whose state is handed on without a copy; null at first
    private OrtSession.Result step(long[] ids, OrtSession.Result last) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        for (String name : session.getInputNames()) {
            inputs.put(name, name.equals("ids") ? ids(ids) : state(name, last));
        }
        var result = session.run(inputs);
        inputs.values().forEach(OnnxTensor::close);
        draw(result, ids);
        return result;
    }

    private OnnxTensor ids(long[] ids) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {1, ids.length});
    }

    private OnnxTensor state(String name, OrtSession.Result last) throws OrtException {
        if (last != null) {
            return (OnnxTensor) last.get("next_" + name).orElseThrow();
        }
        long[] shape = {1, workload.batch(), workload.hidden()};
        return OnnxTensor.createTensor(environment, FloatBuffer.allocate(workload.batch() * workload.hidden()), shape);
    }

    private void draw(OrtSession.Result result, long[] ids) throws OrtException {
        try (var tensor = (OnnxTensor) result.get("probabilities").orElseThrow()) {
            FloatBuffer probabilities = tensor.getFloatBuffer();
            for (int stream = 0; stream < ids.length; stream++) {
                ids[stream] = draw(probabilities, stream * workload.vocabulary());
            }
        }
    }

    private long draw(FloatBuffer probabilities, int offset) {
        double rest = random.nextDouble();
        int id = 0;
        while (id < workload.vocabulary() - 1 && (rest -= probabilities.get(offset + id)) >= 0) {
            id++;
        }
        return id;
    }
}
