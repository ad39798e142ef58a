package dev.charloom.peers;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// `torch.optim.Adam(…, fused=True)`: one operator updates all parameters. The bindings have no method for it, so it is
/// called through PyTorch's dispatcher, as the interpreter of TorchScript does.
final class FusedAdam {

    private final TensorVector parameters;
    private final TensorVector means = new TensorVector();
    private final TensorVector variances = new TensorVector();
    private final TensorVector steps = new TensorVector();
    private final double learningRate;
    private final OperatorHandle operator = Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adam_", "");

    FusedAdam(TensorVector parameters, double learningRate) {
        this.parameters = parameters;
        this.learningRate = learningRate;
        for (Tensor parameter : parameters.get()) {
            means.push_back(torch.zeros_like(parameter));
            variances.push_back(torch.zeros_like(parameter));
            steps.push_back(torch.zeros(new long[0]));
        }
    }

    void step() {
        try (var scope = new PointerScope();
                var noGradients = new NoGradGuard()) {
            var gradients = new TensorVector();
            for (Tensor parameter : parameters.get()) {
                gradients.push_back(parameter.grad());
            }
            for (Tensor step : steps.get()) {
                step.add_(new Scalar(1.0));
            }
            operator.callBoxed(arguments(gradients));
        }
    }

    /// In the order of the operator's schema
    private IValueVector arguments(TensorVector gradients) {
        var arguments = new IValueVector();
        arguments.push_back(list(parameters));
        arguments.push_back(list(gradients));
        arguments.push_back(list(means));
        arguments.push_back(list(variances));
        arguments.push_back(list(new TensorVector())); // the largest variances so far, of AMSGrad
        arguments.push_back(list(steps));
        arguments.push_back(new IValue(learningRate));
        arguments.push_back(new IValue(0.9)); // beta1
        arguments.push_back(new IValue(0.999)); // beta2
        arguments.push_back(new IValue(0.0)); // weight decay
        arguments.push_back(new IValue(1e-8)); // epsilon
        arguments.push_back(new IValue(false)); // AMSGrad
        arguments.push_back(new IValue(false)); // maximize
        arguments.push_back(new IValue()); // scale of the gradients: none
        arguments.push_back(new IValue()); // found infinite: not looked for
        return arguments;
    }

    private static IValue list(TensorVector tensors) {
        var list = new GenericList(new TensorList().elementType());
        for (Tensor tensor : tensors.get()) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }
}
