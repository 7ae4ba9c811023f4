package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.ExchangeRates;
import io.boltzspark.boltzmann.Initialisation;
import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.training.StageHealth;
import io.boltzspark.engine.training.Stopping;
import io.boltzspark.engine.training.TrainingStage;
import io.boltzspark.engine.training.Watch;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.monitoring.Health;
import io.boltzspark.monitoring.Moment;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stage of a {@link BoltzmannTraining}: the whole machine, or a part of it in pretraining. */
final class BoltzmannStage implements TrainingStage {
  /** Number of fantasy particles to show, one image each. */
  static final int CHAINS = 100;

  private final LikelihoodProgram program;
  private final BoltzmannConfig config;
  private final BoltzmannMachine machine;
  private final Lanes lanes;
  private final StageRows rows;
  private final Optional<float[]> start;
  private final boolean isLast;
  private final Standardisation standardisation;
  private final Watched watched;
  private final MonitorWatch watch;
  private final int sampleSweeps;

  /**
   * @param start given starting parameters, in place of drawn ones
   * @param isLast whether this stage trains the whole machine on the data itself
   */
  BoltzmannStage(
      LikelihoodProgram program,
      Lanes lanes,
      StageRows rows,
      Optional<float[]> start,
      boolean isLast,
      Looks looks) {
    this.program = program;
    this.config = program.config();
    this.machine = program.machine();
    this.lanes = lanes;
    this.rows = rows;
    this.start = start;
    this.isLast = isLast;
    this.standardisation = standardisation(program);
    this.watched = rows.watched(machine, config.seed()).withSweeps(config.negative().sweeps().k());
    this.watch = new MonitorWatch(watched, this::chains, looks.monitor().metrics());
    this.sampleSweeps = looks.sampleSweeps();
  }

  /** The standardisation stored with the model: labels are never standardised. */
  private static Standardisation standardisation(LikelihoodProgram program) {
    if (!program.ascent().pairs().isEmpty()) {
      return Standardisation.identity(program.machine().visible().size());
    }
    Standardisation all =
        DataFit.withLabels(program.rows().standardisation(), program.rows().labels());
    float[] scale = all.scale().clone();
    for (int i = 0; i < scale.length; i++) {
      scale[i] /= program.ascent().copies();
    }
    return new Standardisation(all.offset(), scale);
  }

  @Override
  public LikelihoodProgram program() {
    return program;
  }

  @Override
  public long seed() {
    return config.seed();
  }

  @Override
  public float[] start() {
    return start
        .orElseGet(() -> Initialisation.parameters(machine, config, rows.moments()))
        .clone();
  }

  /** The persistent chains. In pretraining they make some sweeps before the first step. */
  @Override
  public byte[] startStates(float[] parameters) {
    int burnIn = isLast ? 0 : config.deep().burnInSweeps();
    return Initialisation.chains(
        machine, config, lanes, parameters, rows.moments(), rows.deciding(), burnIn);
  }

  @Override
  public String stateName() {
    return TrainedModel.CHAINS;
  }

  /** Bytes per chain; replicas count as chains. */
  @Override
  public int stateItemBytes() {
    return program.bytesPerChain();
  }

  @Override
  public Map<String, Tensor> model(float[] parameters) {
    return TrainedModel.tensors(machine, parameters, standardisation);
  }

  /**
   * {@inheritDoc}
   *
   * <p>States that were standardised in another way mean something else, so a model that says so is
   * refused. Its data being the same, it started from a model that is no longer the same.
   */
  @Override
  public float[] parameters(String name, Map<String, Tensor> tensors) {
    if (!TrainedModel.standardisation(name, machine, tensors).isSame(standardisation)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s has other offsets and scales than this training would give it: the model that learning.initialisation.from names has changed since; start a new run with another --out"
              .formatted(name));
    }
    return TrainedModel.parameters(name, machine, tensors);
  }

  @Override
  public Map<String, Object> facts() {
    return Map.of("layers", TrainedModel.layers(machine));
  }

  /** Without hidden units the statistics of the rows cost nothing after the first step. */
  @Override
  public int shortEpochs() {
    return machine.layers().size() == 1 ? 10 : 1;
  }

  @Override
  public Watch watch() {
    return watch;
  }

  @Override
  public Stopping stopping() {
    StoppingConfig stopping = config.stopping();
    return stopping.metric() == StoppingConfig.Metric.NONE
        ? Stopping.NONE
        : new Stopping(
            true,
            new StoppingValue(stopping.metric(), watched).largerIsBetter(),
            stopping.patience(),
            stopping.target(),
            stopping.keepBest());
  }

  @Override
  public double stoppingValue(float[] parameters, byte[] states, long step) {
    return new StoppingValue(config.stopping().metric(), watched)
        .at(parameters, step, () -> chains(states));
  }

  /** The {@link ExchangeRates}, with tempering. */
  @Override
  public List<String> stepValues() {
    return config.temperatures() > 1 ? ExchangeRates.NAMES : List.of();
  }

  @Override
  public Optional<StageHealth> health(float[] parameters, byte[] states, long step) {
    Health health = Health.of(new Moment(watched, parameters, step), chains(states));
    return Optional.of(new StageHealth(health.line(), health.facts()));
  }

  /** The persistent chains of all lanes, without their replicas; none with CD. */
  private ChainStates chains(byte[] states) {
    List<ChainStates> replicas = new ArrayList<>();
    for (int r = 0; r < config.temperatures(); r++) {
      replicas.add(ChainStates.zeros(machine, config.persistentChains()));
    }
    program.codec().decodeReplicas(states, 0, replicas);
    return replicas.get(0);
  }

  /** Means of the visible units after the last sweep of chains that start from random pixels. */
  @Override
  public Optional<Matrix> samples(float[] parameters, long step) {
    RandomStream random = new RandomStream(config.seed(), Purpose.SAMPLING, step, 0);
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    // With all parameters 0 the visible units are drawn without a bias.
    machine.visible().sampleInPlace(chains.visible(), new float[parameters.length], random);
    GibbsSampler sampler = new GibbsSampler(machine);
    sampler.sampleUpwards(chains, parameters, random);
    sampler.sweep(chains, sampleSweeps - 1, parameters, random);
    sampler.visibleMeans(chains, parameters);
    int pixels = machine.visible().size() - program.rows().labels();
    return Optional.of(standardisation.values(chains.visible(), pixels));
  }
}
