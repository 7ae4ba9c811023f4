package io.boltzspark.network;

import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.ParameterRange;
import io.boltzspark.learning.Turn;
import java.util.ArrayList;
import java.util.List;

/** How the moving averages of batch normalisation move. */
public final class MovingAverages {
  private MovingAverages() {}

  /**
   * A range for each of a network's moving averages, which plain gradient ascent at rate {@code 1 -
   * momentum} moves towards the batch's statistics, since their "gradient" is the difference. It is
   * not clipped: a statistic is not the gradient of a loss.
   */
  public static List<ParameterRange> ranges(NetworkSpec network, List<PlacedParameter> placed) {
    List<ParameterRange> ranges = new ArrayList<>();
    for (PlacedParameter parameter : placed) {
      if (parameter.parameter().kind() == ParameterSpec.Kind.MOVING) {
        LayerSpec layer = network.layers().get(parameter.layer());
        double rate = 1 - ((LayerSpec.BatchNorm) layer).momentum();
        OptimizerConfig ascent =
            new OptimizerConfig(OptimizerConfig.Kind.SGD, rate, 0, 0, 1, 0, false, 0);
        int from = parameter.at();
        ranges.add(
            new ParameterRange(from, from, parameter.end(), ascent, step -> 1, Turn.ALWAYS, false));
      }
    }
    return ranges;
  }
}
