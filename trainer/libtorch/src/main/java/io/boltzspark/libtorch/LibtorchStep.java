package io.boltzspark.libtorch;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.engine.benchmark.AdversarialPeer;
import io.boltzspark.network.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A step with a number of Java threads, each with a share of the images and a number of threads of
 * libtorch. They share the parameters, to whose gradients each adds its own.
 */
final class LibtorchStep implements AdversarialPeer.Way {
  private final AdversarialNetworks networks;
  private final int batchSize;
  private final int torchThreads;
  private final int lanes;
  private final ExecutorService threads;
  private final TorchNetwork generator;
  private final TorchNetwork discriminator;
  private final TensorVector generatorParameters;
  private final TensorVector discriminatorParameters;
  private final List<Adam> optimizers;
  private final Tensor images;

  LibtorchStep(
      AdversarialNetworks networks, int batchSize, double rate, int lanes, int torchThreads) {
    this.networks = networks;
    this.batchSize = batchSize;
    this.torchThreads = torchThreads;
    this.lanes = lanes;
    this.threads = Executors.newFixedThreadPool(lanes);
    this.generator = new TorchNetwork(networks.generator());
    this.discriminator = new TorchNetwork(networks.discriminator());
    this.generatorParameters = generator.trained();
    this.discriminatorParameters = discriminator.trained();
    this.optimizers =
        List.of(
            new Adam(generatorParameters, new AdamOptions(rate)),
            new Adam(discriminatorParameters, new AdamOptions(rate)));
    Shape image = networks.image();
    this.images =
        torch
            .rand(batchSize / lanes, image.channels(), image.height(), image.width())
            .mul(new Scalar(2f))
            .sub_(new Scalar(1f));
  }

  @Override
  public String name() {
    return lanes + " x " + torchThreads + " threads";
  }

  @Override
  public void step() {
    optimizers.forEach(Adam::zero_grad);
    List<Future<?>> running = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      running.add(threads.submit(() -> withinScope(this::addGradients)));
    }
    running.forEach(LibtorchStep::await);
    withinScope(() -> optimizers.forEach(Adam::step));
  }

  /** Frees the native memory of what the work creates. */
  private void withinScope(Runnable work) {
    PointerScope scope = new PointerScope();
    try {
      // Threads of libtorch are a property of the thread that calls it.
      torch.set_num_threads(torchThreads);
      work.run();
    } finally {
      scope.close();
    }
  }

  private void addGradients() {
    Tensor noise = torch.randn(batchSize / lanes, networks.noise());
    Tensor fake = discriminator.forward(generator.forward(noise));
    Tensor real = discriminator.forward(images);
    Scalar share = new Scalar(1f / batchSize);
    Tensor generatorLoss = torch.softplus(fake.neg()).sum().mul(share);
    Tensor discriminatorLoss =
        torch.softplus(fake).sum().add(torch.softplus(real.neg()).sum()).mul(share);
    backward(generatorLoss, true, generatorParameters);
    backward(discriminatorLoss, false, discriminatorParameters);
  }

  private static void backward(Tensor loss, boolean keep, TensorVector parameters) {
    Tensor one = torch.ones_like(loss);
    loss.backward(one, new BoolOptional(keep), false, new TensorArrayRefOptional(parameters));
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
