package io.boltzspark.libtorch;

import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerSpec.BatchNorm;
import io.boltzspark.network.LayerSpec.Convolution;
import io.boltzspark.network.LayerSpec.Dense;
import io.boltzspark.network.LayerSpec.Dropout;
import io.boltzspark.network.LayerSpec.LeakyRelu;
import io.boltzspark.network.LayerSpec.Linear;
import io.boltzspark.network.LayerSpec.Reshape;
import io.boltzspark.network.LayerSpec.TransposedConvolution;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A network's parameters and pass forward. Odd kernels are padded by their half on all sides, which
 * for an even stride is one position away from TensorFlow's padding: the same sizes and the same
 * number of multiplications, without the copies that libtorch needs for uneven padding.
 */
final class TorchNetwork {
  private static final long[] ONES = {1, 1};

  private final NetworkSpec spec;
  private final List<List<Tensor>> parameters = new ArrayList<>(); // by layer
  private final List<Tensor> trained = new ArrayList<>();

  TorchNetwork(NetworkSpec spec) {
    this.spec = spec;
    for (int l = 0; l < spec.layers().size(); l++) {
      parameters.add(start(spec.layers().get(l), spec.inputOf(l)));
    }
  }

  private List<Tensor> start(LayerSpec layer, Shape input) {
    int inputs = input.channels();
    Shape output = layer.output(input);
    if (layer instanceof BatchNorm) {
      return List.of(
          trained(torch.ones(inputs)),
          trained(torch.zeros(inputs)),
          torch.zeros(inputs),
          torch.ones(inputs));
    } else if (layer instanceof Linear linear) {
      List<Tensor> own = new ArrayList<>();
      own.add(trained(kernel(linear, input)));
      if (linear.bias()) {
        own.add(trained(torch.zeros(output.channels())));
      }
      return own;
    }
    return List.of();
  }

  private static Tensor kernel(Linear linear, Shape input) {
    int inputs = input.channels();
    Tensor normal;
    if (linear instanceof Convolution c) {
      normal = torch.randn(c.channels(), inputs, c.kernel(), c.kernel());
    } else if (linear instanceof TransposedConvolution t) {
      normal = torch.randn(inputs, t.channels(), t.kernel(), t.kernel());
    } else {
      normal = torch.randn(((Dense) linear).units(), input.size());
    }
    return normal.mul(new Scalar(0.02f));
  }

  private Tensor trained(Tensor tensor) {
    trained.add(tensor.set_requires_grad(true));
    return tensor;
  }

  /** The trained parameters. */
  TensorVector trained() {
    return new TensorVector(trained.toArray(new Tensor[0]));
  }

  Tensor forward(Tensor input) {
    Tensor value = input;
    for (int l = 0; l < parameters.size(); l++) {
      value = forward(spec.layers().get(l), value, parameters.get(l));
    }
    return value;
  }

  private static Tensor forward(LayerSpec layer, Tensor x, List<Tensor> own) {
    if (layer instanceof Dense) {
      return torch.linear(x.reshape(x.size(0), -1), own.get(0), bias(own));
    } else if (layer instanceof Convolution c) {
      return torch.conv2d(
          x, own.get(0), bias(own), both(c.stride()), both(c.kernel() / 2), ONES, 1);
    } else if (layer instanceof TransposedConvolution t) {
      return torch.conv_transpose2d(
          x,
          own.get(0),
          bias(own),
          both(t.stride()),
          both(t.kernel() / 2),
          both(t.stride() - 1),
          1,
          ONES);
    } else if (layer instanceof BatchNorm norm) {
      return torch.batch_norm(
          x,
          new TensorOptional(own.get(0)),
          new TensorOptional(own.get(1)),
          new TensorOptional(own.get(2)),
          new TensorOptional(own.get(3)),
          true,
          1 - norm.momentum(),
          norm.epsilon(),
          false);
    } else if (layer instanceof Reshape reshape) {
      Shape to = reshape.to();
      return x.reshape(x.size(0), to.channels(), to.height(), to.width());
    } else if (layer instanceof LeakyRelu relu) {
      return torch.leaky_relu(x, new Scalar((float) relu.slope()));
    } else if (layer instanceof Dropout dropout) {
      return torch.dropout(x, dropout.rate(), true);
    }
    return torch.tanh(x);
  }

  private static TensorOptional bias(List<Tensor> own) {
    return own.size() > 1 ? new TensorOptional(own.get(1)) : new TensorOptional();
  }

  private static long[] both(int number) {
    return new long[] {number, number};
  }
}
