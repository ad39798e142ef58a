package dev.charloom.exchange;

import dev.charloom.engine.Parameters;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The tensors of a model by the names that the engine gives them.
final class OurTensors {

    private final Map<String, Parameters.Tensor> tensors;

    OurTensors(Parameters parameters) {
        tensors = parameters.tensors().stream().collect(Collectors.toMap(Parameters.Tensor::name, Function.identity()));
    }

    Parameters.Tensor get(String name) {
        Parameters.Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no such tensor: " + name);
        }
        return tensor;
    }
}
