package dev.charloom.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// A model's matrices in double precision, by name, row-major; a matrix that the model does not have is empty.
final class NaiveTensors {

    private final Map<String, double[]> byName = new LinkedHashMap<>();

    /// The values of `parameters`, exactly.
    static NaiveTensors of(Parameters parameters) {
        var tensors = new NaiveTensors();
        for (Parameters.Tensor tensor : parameters.tensors()) {
            double[] values = new double[tensor.matrix().getNumElements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.matrix().data[i];
            }
            tensors.byName.put(tensor.name(), values);
        }
        return tensors;
    }

    /// Zeros, as many as `other` has.
    static NaiveTensors zerosLike(NaiveTensors other) {
        var tensors = new NaiveTensors();
        other.byName.forEach((name, values) -> tensors.byName.put(name, new double[values.length]));
        return tensors;
    }

    double[] get(String name) {
        return byName.getOrDefault(name, new double[0]);
    }

    Set<String> names() {
        return byName.keySet();
    }
}
