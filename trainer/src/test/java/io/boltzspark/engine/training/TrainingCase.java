package io.boltzspark.engine.training;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.NegativePhaseConfig.Start;
import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.boltzmann.Penalties;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.MadeRows.Kind;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.sampling.DrivenTemperature;
import io.boltzspark.sampling.SiteOrder;
import io.boltzspark.testing.Slow;
import java.util.ArrayList;
import java.util.List;

/**
 * Trainings of tiny machines, one for each kind of machine and each thing that can be switched on:
 * on {@link MadeRows}, two epochs of three steps, and more with pretraining.
 */
enum TrainingCase {
  PERSISTENT(rbm()),
  CONTRASTIVE(rbm().cd(2)),
  MORE_AND_MORE_SWEEPS(rbm().kEnd(5, 0.3)),
  TEMPERED(rbm().tempering(3, 0.5)),
  DRIVEN(rbm().driven(new DrivenTemperature(0.6, 0.9))),
  CHAINS_FROM_DATA(rbm().start(Start.DATA)),
  CHAINS_FROM_NOISE(rbm().start(Start.NOISE)),
  SAMPLES(rbm().uses(Use.SAMPLES, Use.SAMPLES, Use.SAMPLES)),
  TEMPERATURE(rbm().temperature(2)),

  ADAMW(
      rbm()
          .optimizer(
              new OptimizerConfig(
                  OptimizerConfig.Kind.ADAMW, 0.01, 0.9, 0.999, 1e-8, 0, false, 0.1))),
  ADAM_UNCORRECTED(rbm().optimizer(Configs.optimizer(OptimizerConfig.Kind.ADAM_UNCORRECTED, 0.01))),
  SGD(rbm().optimizer(Configs.sgd(0.05, 0, false))),
  MOMENTUM(rbm().optimizer(Configs.sgd(0.05, 0.9, false))),
  NESTEROV(rbm().optimizer(Configs.sgd(0.05, 0.9, true))),
  RMSPROP(rbm().optimizer(Configs.optimizer(OptimizerConfig.Kind.RMSPROP, 0.01))),
  ADAGRAD(rbm().optimizer(Configs.optimizer(OptimizerConfig.Kind.ADAGRAD, 0.01))),
  FALLING_RATE(rbm().schedule(Configs.schedule(ScheduleConfig.Kind.COSINE))),

  CENTRED(rbm().centred(0.1)),
  AVERAGED(rbm().averaging(0.5)),
  CLIPPED(rbm().optimizer(Configs.sgd(0.05, 0, false)).penalty(penalty(0, 0, 0.1))),
  MAX_NORM(rbm().penalty(penalty(0.3, 0, 0))),
  SPARSE(rbm().penalty(penalty(0, 0.5, 0))),
  DECAYING(rbm().penalty(new Penalties(0.01, 0.1, 0, 0.1, 0, 0))),

  SPIN(rbm().units("spin", "spin")),
  GAUSSIAN(rbm().units("gaussian", "bernoulli").optimizer(Configs.adam(0.001)), Kind.GREY),
  HOPFIELD(rbm().units("bernoulli", "gaussian:fixed")),
  RECTIFIED(rbm().units("bernoulli", "rectified")),
  NOISY_RECTIFIED(rbm().units("bernoulli", "noisy-rectified")),
  SOFTMAX(rbm().units("bernoulli", "softmax:3")),
  MULTINOMIAL(rbm().units("bernoulli", "multinomial:4")),
  BINOMIAL(rbm().units("bernoulli", "binomial:3")),
  POTTS(rbm().units("potts:4", "bernoulli"), Kind.CATEGORIES),
  POTTS_WITH_LABELS(
      rbm().units("potts:4", "softmax:3").labels(MadeRows.CLASSES).start(Start.DATA).centred(0.1),
      Kind.CATEGORIES),
  LABELLED(rbm().labels(MadeRows.CLASSES)),
  RESAMPLED(rbm().resample(), Kind.GREY),

  LATERAL(base(Configs.machine(List.of(MadeRows.WIDTH))).epochs(2).lateral(0)),
  LATERAL_CONTRASTIVE(base(Configs.machine(List.of(MadeRows.WIDTH))).epochs(2).lateral(0).cd(1)),
  LATERAL_OF_ALL_ROWS(
      base(Configs.machine(List.of(MadeRows.WIDTH)))
          .epochs(6)
          .lateral(0)
          .batchSize(MadeRows.TRAIN)
          .centred(0.1)),
  LATERAL_POTTS(
      base(Configs.machine(List.of(MadeRows.WIDTH))).epochs(2).lateral(0).units("potts:4"),
      Kind.CATEGORIES),
  LATERAL_GAUSSIAN(
      base(Configs.machine(List.of(MadeRows.WIDTH)))
          .epochs(2)
          .lateral(0)
          .units("gaussian")
          .optimizer(Configs.adam(0.001)),
      Kind.GREY),
  SEMI_RESTRICTED(
      rbm().lateral(0).siteOrder(SiteOrder.RANDOM).centred(0.1).penalty(penalty(0.5, 0.1, 1))),
  SEMI_RESTRICTED_TEMPERED(rbm().lateral(0).tempering(2, 0.5)),
  GENERAL(rbm().lateral(0, 1)),
  DEEP_LATERAL(deep().lateral(0, 1, 3).positiveSweeps(2)),

  DEEP(deep()),
  DEEP_CONTRASTIVE(deep().cd(1)),
  DEEP_CENTRED(deep().centred(0.1).averaging(0.5).penalty(penalty(0.5, 0.1, 1))),
  PRETRAINED(pretrained(Pretraining.PAIRS)),
  PRETRAINED_BELIEF_NET(pretrained(Pretraining.BELIEF_NET)),
  PRETRAINED_BY_GROWTH(deep().pretraining(Pretraining.GROWTH, 1, 2).kEnd(3, 0.5)),
  PRETRAINED_WITH_ALL_THE_REST(
      pretrained(Pretraining.PAIRS)
          .labels(MadeRows.CLASSES)
          .start(Start.DATA)
          .tempering(2, 0.5)
          .kEnd(4, 0.5)
          .centred(0.1)
          .averaging(0.4)
          .penalty(penalty(2, 0.1, 1))
          .schedule(Configs.schedule(ScheduleConfig.Kind.LINEAR)));

  private final BoltzmannConfig config;
  private final Kind rows;

  TrainingCase(Configs configs) {
    this(configs, Kind.BINARY);
  }

  TrainingCase(Configs configs, Kind rows) {
    this.config = configs.build();
    this.rows = rows;
  }

  BoltzmannConfig config() {
    return config;
  }

  /**
   * All of them if they are wanted, and otherwise those that have something to keep from step to
   * step, or from stage to stage, that no other of these has.
   */
  static List<TrainingCase> eachKind() {
    List<TrainingCase> some = new ArrayList<>(List.of(values()));
    // SEMI_RESTRICTED, PRETRAINED_WITH_ALL_THE_REST and the like have what these have, and more.
    some.removeAll(
        List.of(
            PERSISTENT,
            MORE_AND_MORE_SWEEPS,
            TEMPERED,
            CHAINS_FROM_DATA,
            SGD,
            MOMENTUM,
            FALLING_RATE,
            CENTRED,
            AVERAGED,
            MAX_NORM,
            SPARSE,
            SOFTMAX,
            POTTS,
            LABELLED,
            LATERAL,
            SEMI_RESTRICTED_TEMPERED,
            DEEP,
            PRETRAINED));
    return Slow.or(List.of(values()), some);
  }

  /** The rows to train on. */
  Kind rows() {
    return rows;
  }

  private static Configs rbm() {
    return base(Configs.rbm(MadeRows.WIDTH, 6)).epochs(2);
  }

  private static Configs deep() {
    return base(Configs.machine(List.of(MadeRows.WIDTH, 6, 5, 4))).epochs(2);
  }

  /** Three pairs, so that one of them is in the middle. */
  private static Configs pretrained(Pretraining kind) {
    return deep().pretraining(kind, 1, 2, 1);
  }

  /** With four lanes, shares of the chains are unequal, and the last minibatch leaves two empty. */
  private static Configs base(Configs configs) {
    return configs.pcd(2, 10).batchSize(25).seed(5).weightDeviation(0.3);
  }

  private static Penalties penalty(double maxNorm, double sparsityCost, double clip) {
    return new Penalties(0, 0, maxNorm, 0.1, sparsityCost, clip);
  }
}
