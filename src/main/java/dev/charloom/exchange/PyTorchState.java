package dev.charloom.exchange;

import dev.charloom.engine.CellKind;
import dev.charloom.engine.ModelShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the tensors of a `state_dict` tell by their names and shapes: which module each belongs to, and how large
/// the model is.
///
/// @param tensors by name
/// @param names of the modules; an embedding's is not used where there is none
record PyTorchState(Map<String, StoredTensor> tensors, PyTorchLayout.Names names, ModelShape shape) {

    private static final String FIRST = "weight_ih_l0";
    private static final String WEIGHT = "weight";

    /// @throws ImportRejected if they are not those of a plain stack
    static PyTorchState of(List<StoredTensor> list, int vocabulary) {
        var tensors = new LinkedHashMap<String, StoredTensor>();
        list.forEach(tensor -> tensors.put(tensor.name(), tensor));
        PlainStack.requireOf(tensors.keySet());
        String recurrent = recurrent(tensors);
        List<String> others = tensors.keySet().stream()
                .filter(name -> !name.startsWith(recurrent + "weight_") && !name.startsWith(recurrent + "bias_"))
                .filter(name -> name.endsWith(WEIGHT))
                .map(name -> name.substring(0, name.length() - WEIGHT.length()))
                .toList();
        StoredTensor hidden = matrix(tensors, recurrent + "weight_hh_l0");
        int h = hidden.shape()[1];
        String output = output(tensors, others, h);
        String embedding =
                others.stream().filter(name -> !name.equals(output)).findFirst().orElse(null);
        var names = new PyTorchLayout.Names(embedding == null ? "embedding." : embedding, recurrent, output);
        int e = embedding == null ? 0 : matrix(tensors, embedding + WEIGHT).shape()[1];
        return new PyTorchState(tensors, names, Shapes.of(vocabulary, cell(hidden), layers(tensors, recurrent), h, e));
    }

    /// Whether a bias is not there because none of its kind is: the modules were made with `bias=False`.
    boolean isLeftOut(String name) {
        String kind =
                name.startsWith(names.recurrent() + "bias_") ? names.recurrent() + "bias_" : names.output() + "bias";
        return name.startsWith(kind) && tensors.keySet().stream().noneMatch(there -> there.startsWith(kind));
    }

    private static String recurrent(Map<String, StoredTensor> tensors) {
        List<String> stacks = tensors.keySet().stream()
                .filter(name -> name.endsWith(FIRST))
                .map(name -> name.substring(0, name.length() - FIRST.length()))
                .toList();
        if (stacks.isEmpty()) {
            throw new ImportRejected("it has no weight_ih_l0: it holds no nn.RNN, nn.GRU or nn.LSTM");
        }
        if (stacks.size() > 1) {
            throw new ImportRejected(
                    "it has several recurrent modules, %s and %s: one with num_layers is what can be read"
                            .formatted(ForeignNames.shown(stacks.get(0)), ForeignNames.shown(stacks.get(1))));
        }
        return stacks.getFirst();
    }

    private static CellKind cell(StoredTensor hidden) {
        int[] shape = hidden.shape();
        int gates = shape[1] == 0 || shape[0] % shape[1] != 0 ? 0 : shape[0] / shape[1];
        return switch (gates) {
            case 1 -> CellKind.RNN;
            case 3 -> CellKind.GRU_RESET_AFTER;
            case 4 -> CellKind.LSTM;
            default -> throw new ImportRejected("its %s is of no RNN, GRU or LSTM".formatted(hidden.described()));
        };
    }

    private static int layers(Map<String, StoredTensor> tensors, String recurrent) {
        int layers = 1;
        while (tensors.containsKey(recurrent + "weight_ih_l" + layers)) {
            layers++;
        }
        return layers;
    }

    /// The linear layer, which may stand beside an embedding: the one with a bias, or of the width of the hidden
    /// state, or not called like an embedding.
    private static String output(Map<String, StoredTensor> tensors, List<String> others, int hidden) {
        if (others.isEmpty() || others.size() > 2) {
            throw new ImportRejected("it has %d matrices beside its recurrent layers, where an output and at most one"
                            .formatted(others.size())
                    + " embedding belong");
        }
        if (others.size() == 1) {
            return others.getFirst();
        }
        String output = only(others.stream()
                .filter(name -> tensors.containsKey(name + "bias"))
                .toList());
        if (output == null) {
            output = only(others.stream()
                    .filter(name -> matrix(tensors, name + WEIGHT).shape()[1] == hidden)
                    .toList());
        }
        if (output == null) {
            output = only(
                    others.stream().filter(name -> !isCalledEmbedding(name)).toList());
        }
        if (output == null) {
            throw new ImportRejected("it cannot be told which of %s and %s is the output"
                    .formatted(ForeignNames.shown(others.get(0)), ForeignNames.shown(others.get(1))));
        }
        return output;
    }

    private static boolean isCalledEmbedding(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("emb") || lower.contains("encoder");
    }

    private static @Nullable String only(List<String> names) {
        return names.size() == 1 ? names.getFirst() : null;
    }

    private static StoredTensor matrix(Map<String, StoredTensor> tensors, String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null || tensor.shape().length != 2) {
            throw new ImportRejected("it has no matrix " + ForeignNames.shown(name));
        }
        return tensor;
    }
}
