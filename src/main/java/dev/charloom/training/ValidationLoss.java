package dev.charloom.training;

import dev.charloom.engine.ModelShape;
import dev.charloom.engine.State;
import dev.charloom.engine.Window;
import dev.charloom.text.Batches;
import java.util.function.BooleanSupplier;

/// The mean negative log-likelihood of a whole validation part, in nats per character: each character scored once, the
/// state from zero and then carried.
final class ValidationLoss {

    /// Reads windows with some network.
    interface Reader {

        /// The sum of the negative log-likelihoods of a window's targets, in nats.
        ///
        /// @param state before the window in, after it out
        double loss(Window window, State state);
    }

    private ValidationLoss() {}

    static double of(Batches validation, ModelShape shape, Reader reader) {
        return of(validation, shape, reader, () -> false);
    }

    /// As [#of(Batches, ModelShape, Reader)], but can be broken off.
    ///
    /// @param stop asked before every window; true breaks off
    /// @return not a number if it was broken off
    static double of(Batches validation, ModelShape shape, Reader reader, BooleanSupplier stop) {
        var part = validation.newWindow();
        var window = new Window();
        var state = new State(shape, part.maxLanes());
        double loss = 0;
        long characters = 0;
        for (int index = 0; index < validation.windowsPerEpoch(); index++) {
            if (stop.getAsBoolean()) {
                return Double.NaN;
            }
            validation.fill(0, index, part);
            if (part.fresh()) {
                state.reset();
            }
            window.set(part.steps(), part.widths(), part.inputs(), part.targets());
            loss += reader.loss(window, state);
            characters += window.scored();
        }
        return loss / Math.max(1, characters);
    }
}
