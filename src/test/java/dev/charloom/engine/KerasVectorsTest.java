package dev.charloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.charloom.engine.kernel.JavaBlas;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hidden states that Keras' own tests expect of its GRU and LSTM layers; `keras-vectors.json` names their source.
///
/// A vector of the input is a row of the embeddings here. Keras carries the state over a masked step; here such a step
/// is not read at all, so what Keras returns *at* a masked step, a repetition, is the one thing left out. Every weight
/// of a case is the same number, so its gate order z, r, h needs no translation.
class KerasVectorsTest {

    private static final double TOLERANCE = 1e-5;

    static Stream<Named<JsonNode>> cases() throws IOException {
        try (InputStream in = KerasVectorsTest.class.getResourceAsStream("keras-vectors.json")) {
            JsonNode file = JsonMapper.shared().readTree(in);
            return StreamSupport.stream(file.get("cases").spliterator(), false)
                    .map(node -> Named.of(node.get("name").asString(), node));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hiddenStatesAreThoseOfKeras(JsonNode node) {
        Parameters parameters = parameters(node);
        PackedBatch batch = batch(node);
        Network network = Network.forInference(parameters, new JavaBlas());
        State state = initialState(node, parameters.shape());
        for (int call = 1; call < node.path("calls").asInt(1); call++) {
            state = Reading.inWindows(network, batch, state).state();
        }

        Reading reading = Reading.inWindows(network, batch, state);
        var oracle = new NaiveNetwork(parameters);

        for (int lane = 0; lane < batch.lanes(); lane++) {
            List<List<NaiveCell.Memory>> memory = oracle.read(batch, lane, state);
            List<JsonNode> expected = expectedStates(node, lane);
            int first = batch.length(lane) - expected.size();
            for (int i = 0; i < expected.size(); i++) {
                float[] hidden = reading.hidden().getFirst().get(batch.row(first + i, lane));
                double[] naive = memory.get(first + i).getFirst().h();
                for (int j = 0; j < hidden.length; j++) {
                    double value = expected.get(i).get(j).asDouble();
                    assertThat((double) hidden[j]).isCloseTo(value, within(TOLERANCE));
                    assertThat(naive[j]).isCloseTo(value, within(TOLERANCE));
                }
            }
        }
    }

    /// What is expected after the last steps that lane `lane` reads: all of them or only the last.
    private static List<JsonNode> expectedStates(JsonNode node, int lane) {
        JsonNode expected = node.get("expected").get(lane);
        if (!node.has("return_sequences")) {
            return List.of(expected);
        }
        return stepsRead(node, lane).stream().map(expected::get).toList();
    }

    private static Parameters parameters(JsonNode node) {
        int vectors = node.get("input").get("arange").asInt() / inputShape(node, 2);
        var shape = new ModelShape(vectors, cell(node), 1, node.get("units").asInt(), inputShape(node, 2));
        var parameters = new Parameters(shape);
        Parameters.Layer layer = parameters.layer(0);
        for (int i = 0; i < parameters.embedding().getNumElements(); i++) {
            parameters.embedding().data[i] = i;
        }
        fill(layer.W(), node.get("kernel"));
        fill(layer.U(), node.get("recurrent_kernel"));
        if (node.get("use_bias").asBoolean()) {
            fill(layer.b(), node.get("bias"));
            fill(layer.bU(), node.get("bias"));
            if (node.path("unit_forget_bias").asBoolean(false)) {
                Arrays.fill(layer.b().data, shape.hidden(), 2 * shape.hidden(), 1f);
            }
        }
        return parameters;
    }

    private static CellKind cell(JsonNode node) {
        if (node.get("cell").asString().equals("LSTM")) {
            return CellKind.LSTM;
        }
        return node.get("reset_after").asBoolean() ? CellKind.GRU_RESET_AFTER : CellKind.GRU_RESET_BEFORE;
    }

    private static void fill(FMatrixRMaj matrix, JsonNode value) {
        Arrays.fill(matrix.data, (float) value.asDouble());
    }

    private static int inputShape(JsonNode node, int axis) {
        return node.get("input").get("shape").get(axis).asInt();
    }

    private static State initialState(JsonNode node, ModelShape shape) {
        int lanes = inputShape(node, 0);
        var state = new State(shape, lanes);
        for (int lane = 0; lane < lanes && node.has("initial_state"); lane++) {
            JsonNode initial = node.get("initial_state");
            for (int j = 0; j < shape.hidden(); j++) {
                state.h(0).set(lane, j, (float) initial.get(0).get(lane).get(j).asDouble());
                if (shape.cell().hasCellState()) {
                    state.c(0).set(lane, j, (float)
                            initial.get(1).get(lane).get(j).asDouble());
                }
            }
        }
        return state;
    }

    /// The steps of one sequence that are not masked, in the order in which they are read.
    private static List<Integer> stepsRead(JsonNode node, int lane) {
        var steps =
                new ArrayList<>(IntStream.range(0, inputShape(node, 1)).boxed().toList());
        if (node.has("mask")) {
            steps.removeIf(t -> node.get("mask").get(lane).get(t).asInt() == 0);
        }
        if (node.path("go_backwards").asBoolean(false)) {
            Collections.reverse(steps);
        }
        return steps;
    }

    private static PackedBatch batch(JsonNode node) {
        var widths = new ArrayList<Integer>();
        var inputs = new ArrayList<Integer>();
        for (int t = 0; t < stepsRead(node, 0).size(); t++) {
            int width = 0;
            for (int lane = 0; lane < inputShape(node, 0); lane++) {
                if (t < stepsRead(node, lane).size()) {
                    inputs.add(
                            lane * inputShape(node, 1) + stepsRead(node, lane).get(t));
                    width++;
                }
            }
            widths.add(width);
        }
        int[] targets = new int[inputs.size()];
        Arrays.fill(targets, -1);
        return new PackedBatch(ints(widths), ints(inputs), targets);
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
