package io.boltzspark.libtorch;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.engine.benchmark.AdversarialPeer;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/** Training steps on libtorch, through its Java binding by Bytedeco. */
public final class LibtorchPeer implements AdversarialPeer {
  @Override
  public String name() {
    return "libtorch "
        + torch.class.getPackage().getImplementationVersion()
        + (torch.hasMKLDNN() ? " with oneDNN" : "");
  }

  @Override
  public List<Way> ways(AdversarialNetworks networks, int batchSize, double rate, int threads) {
    return List.of(
        new LibtorchStep(networks, batchSize, rate, threads, 1),
        new LibtorchStep(networks, batchSize, rate, 1, threads));
  }
}
