package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.InitialisationConfig.Weights;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.boltzmann.NegativePhaseConfig.Start;
import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.sampling.DrivenTemperature;
import io.boltzspark.sampling.SiteOrder;
import java.util.List;

/**
 * Training configurations for tests, said by what differs from a plain one: PCD-1 of Bernoulli
 * units with 10 chains, minibatches of 10, one epoch, seed 1, weights of deviation 0.01, Adam at a
 * constant rate of 0.01, and nothing else switched on. E.g. {@code Configs.rbm(6,
 * 4).cd(2).seed(5).build()}.
 */
public final class Configs {
  private ModelConfig model;
  private Algorithm algorithm = Algorithm.PCD;
  private int k = 1;
  private int kEnd;
  private double kBegin;
  private int chains = 10;
  private Start start = Start.MEAN;
  private Use positiveHidden = Use.MEANS;
  private Use negativeHidden = Use.MEANS;
  private Use negativeVisible = Use.SAMPLES;
  private int replicas = 1;
  private double leastBeta;
  private DrivenTemperature driven = DrivenTemperature.NONE;
  private int batchSize = 10;
  private int epochs = 1;
  private long seed = 1;
  private boolean resample;
  private InitialisationConfig initialisation =
      new InitialisationConfig(Weights.NORMAL, 0.01, InitialisationConfig.DATA, 0, "");
  private OptimizerConfig optimizer = optimizer(OptimizerConfig.Kind.ADAM, 0.01);
  private ScheduleConfig schedule = schedule(ScheduleConfig.Kind.CONSTANT);
  private Penalties penalty = new Penalties(0, 0, 0, 0.1, 0, 0);
  private CentringConfig centring = new CentringConfig(false, 0.01);
  private double averaging;
  private int localSteps = 1;
  private boolean zeroSum;
  private SiteOrder siteOrder = SiteOrder.SEQUENTIAL;
  private DeepConfig deep = new DeepConfig(List.of(), Pretraining.PAIRS, 0, 1, 1, 1, 0, 50, 1e-6);
  private StoppingConfig stopping = StoppingConfig.NONE;

  private Configs(ModelConfig model) {
    this.model = model;
  }

  /** A machine with one hidden layer. */
  public static Configs rbm(int visible, int hidden) {
    return machine(List.of(visible, hidden));
  }

  /** A machine of any depth, visible layer first. */
  public static Configs machine(List<Integer> dimensions) {
    return new Configs(new ModelConfig(dimensions, List.of(), 0, 1));
  }

  /** What differs from a configuration that there is. */
  public static Configs from(BoltzmannConfig config) {
    Configs copy = new Configs(config.model());
    NegativePhaseConfig n = config.negative();
    copy.algorithm = n.algorithm();
    copy.kEnd(n.sweeps().kEnd(), n.sweeps().kBegin()).start(n.chains().start());
    copy.tempering(n.chains().temperatures(), n.chains().leastBeta());
    copy.driven(n.chains().driven());
    copy.uses(
        n.states().positiveHidden(), n.states().negativeHidden(), n.states().negativeVisible());
    copy.k = n.sweeps().k();
    copy.chains = n.chains().count();
    copy.batchSize = config.batchSize();
    copy.epochs = config.epochs();
    copy.seed = config.seed();
    copy.resample = config.resample();
    copy.initialisation = config.initialisation();
    copy.optimizer = config.learning().optimizer();
    copy.schedule = config.learning().schedule();
    copy.penalty =
        new Penalties(
            config.learning().penalty().l1(),
            config.learning().penalty().l2(),
            config.unitPenalty().maxNorm(),
            config.unitPenalty().sparsityTarget(),
            config.unitPenalty().sparsityCost(),
            config.learning().penalty().clip());
    copy.centring = config.centring();
    copy.averaging = config.learning().averaging();
    copy.localSteps = config.learning().localSteps();
    copy.siteOrder = n.siteOrder();
    copy.zeroSum = config.unitPenalty().zeroSum();
    copy.deep = config.deep();
    copy.stopping = config.stopping();
    return copy;
  }

  /** What matters to a single step of a machine of Bernoulli units. */
  public static BoltzmannConfig of(
      List<Integer> shape, Algorithm algorithm, int k, int batchSize, int chains, long seed) {
    Configs configs = machine(shape).batchSize(batchSize).seed(seed);
    return (algorithm == Algorithm.CD ? configs.cd(k) : configs.pcd(k, chains)).build();
  }

  /** The usual constants with a rule and a rate; without momentum and decay. */
  public static OptimizerConfig optimizer(OptimizerConfig.Kind kind, double rate) {
    return new OptimizerConfig(kind, rate, 0.9, 0.999, 1e-8, 0, false, 0);
  }

  /** Adam with the paper's constants. */
  public static OptimizerConfig adam(double rate) {
    return optimizer(OptimizerConfig.Kind.ADAM, rate);
  }

  /** Gradient ascent with momentum. */
  public static OptimizerConfig sgd(double rate, double momentum, boolean nesterov) {
    return new OptimizerConfig(OptimizerConfig.Kind.SGD, rate, 0, 0, 0, momentum, nesterov, 0);
  }

  /**
   * A schedule that counts steps, falls from the start to nothing or by half every step, and has no
   * warm-up.
   */
  public static ScheduleConfig schedule(ScheduleConfig.Kind kind) {
    return new ScheduleConfig(kind, false, 0, 0, 1, 0.5, 1, 0);
  }

  public BoltzmannConfig build() {
    return new BoltzmannConfig(
        model,
        learning(),
        new NegativePhaseConfig(
            algorithm,
            new NegativePhaseConfig.Sweeps(k, kEnd, kBegin),
            new NegativePhaseConfig.Chains(chains, start, replicas, leastBeta, driven),
            new NegativePhaseConfig.States(positiveHidden, negativeHidden, negativeVisible),
            siteOrder),
        resample,
        initialisation,
        unitPenalty(),
        centring,
        deep,
        stopping);
  }

  private UnitPenaltyConfig unitPenalty() {
    UnitPenaltyConfig units = penalty.ofUnits();
    return new UnitPenaltyConfig(
        units.maxNorm(), units.sparsityTarget(), units.sparsityCost(), zeroSum);
  }

  /** The penalty l2 of couplings is that of the zero-sum gauge. */
  public Configs zeroSum() {
    zeroSum = true;
    return this;
  }

  /** What a program of any kind takes of it. */
  public LearningConfig learning() {
    return new LearningConfig(
        batchSize, epochs, seed, optimizer, schedule, penalty.ofWeights(), averaging, localSteps);
  }

  /** Kinds of units, layer by layer, as {@link UnitText} reads them. */
  public Configs units(String... kinds) {
    model =
        new ModelConfig(
            model.dimensions(),
            List.of(kinds),
            model.labels(),
            model.temperature(),
            model.lateral());
    return this;
  }

  /** Couplings within layers. */
  public Configs lateral(Integer... layers) {
    model =
        new ModelConfig(
            model.dimensions(),
            model.units(),
            model.labels(),
            model.temperature(),
            List.of(layers));
    return this;
  }

  /** Chains at inverse temperatures that move. */
  public Configs driven(DrivenTemperature driven) {
    this.driven = driven;
    return this;
  }

  public Configs siteOrder(SiteOrder order) {
    siteOrder = order;
    return this;
  }

  public Configs labels(int classes) {
    model =
        new ModelConfig(
            model.dimensions(), model.units(), classes, model.temperature(), model.lateral());
    return this;
  }

  public Configs temperature(double value) {
    model =
        new ModelConfig(model.dimensions(), model.units(), model.labels(), value, model.lateral());
    return this;
  }

  /** Contrastive divergence with k sweeps. */
  public Configs cd(int k) {
    algorithm = Algorithm.CD;
    this.k = k;
    return this;
  }

  /** Persistent contrastive divergence with k sweeps. */
  public Configs pcd(int k, int chains) {
    algorithm = Algorithm.PCD;
    this.k = k;
    this.chains = chains;
    return this;
  }

  /** Sweeps that rise to {@code kEnd} from a share of the steps on. */
  public Configs kEnd(int kEnd, double begin) {
    this.kEnd = kEnd;
    this.kBegin = begin;
    return this;
  }

  /** What persistent chains start from. */
  public Configs start(Start from) {
    start = from;
    return this;
  }

  /** Means or samples, in the places where either is possible. */
  public Configs uses(Use positiveHidden, Use negativeHidden, Use negativeVisible) {
    this.positiveHidden = positiveHidden;
    this.negativeHidden = negativeHidden;
    this.negativeVisible = negativeVisible;
    return this;
  }

  /** Replicas of each chain, at inverse temperatures from {@code leastBeta} to 1. */
  public Configs tempering(int replicas, double leastBeta) {
    this.replicas = replicas;
    this.leastBeta = leastBeta;
    return this;
  }

  public Configs batchSize(int rows) {
    batchSize = rows;
    return this;
  }

  public Configs epochs(int count) {
    epochs = count;
    return this;
  }

  public Configs seed(long value) {
    seed = value;
    return this;
  }

  public Configs resample() {
    resample = true;
    return this;
  }

  public Configs weightDeviation(double deviation) {
    InitialisationConfig i = initialisation;
    return initialisation(
        new InitialisationConfig(
            Weights.NORMAL, deviation, i.visibleBias(), i.hiddenBias(), i.from()));
  }

  public Configs initialisation(InitialisationConfig config) {
    initialisation = config;
    return this;
  }

  public Configs optimizer(OptimizerConfig config) {
    optimizer = config;
    return this;
  }

  public Configs schedule(ScheduleConfig config) {
    schedule = config;
    return this;
  }

  public Configs penalty(Penalties config) {
    penalty = config;
    return this;
  }

  /** Switches centring on. */
  public Configs centred(double rate) {
    centring = new CentringConfig(true, rate);
    return this;
  }

  public Configs localSteps(int steps) {
    localSteps = steps;
    return this;
  }

  public Configs averaging(double share) {
    averaging = share;
    return this;
  }

  public Configs deep(DeepConfig config) {
    deep = config;
    return this;
  }

  /** Pretraining with one sweep of each kind. */
  public Configs pretraining(Pretraining kind, Integer... epochsOfStages) {
    return deep(
        new DeepConfig(
            List.of(epochsOfStages),
            kind,
            0,
            1,
            1,
            1,
            deep.positiveSweeps(),
            deep.meanFieldUpdates(),
            deep.meanFieldTolerance()));
  }

  /** Gibbs sweeps in place of mean field. */
  public Configs positiveSweeps(int sweeps) {
    return deep(
        new DeepConfig(
            deep.pretrainingEpochs(),
            deep.pretraining(),
            deep.learningRate(),
            deep.burnInSweeps(),
            deep.sweeps(),
            deep.dataSweeps(),
            sweeps,
            deep.meanFieldUpdates(),
            deep.meanFieldTolerance()));
  }

  public Configs stopping(StoppingConfig.Metric metric, int patience, boolean keepBest) {
    stopping = new StoppingConfig(metric, patience, Double.NaN, keepBest);
    return this;
  }

  /** Training ends when a metric has reached a value. */
  public Configs stoppingAt(StoppingConfig.Metric metric, double value) {
    stopping = new StoppingConfig(metric, 0, value, false);
    return this;
  }
}
