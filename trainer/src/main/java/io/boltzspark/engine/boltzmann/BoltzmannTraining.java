package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.boltzmann.Stages;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.RowWeights;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.engine.training.StageOutline;
import io.boltzspark.engine.training.Training;
import io.boltzspark.engine.training.TrainingStage;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitType;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.sampling.Ascent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The training of a Boltzmann machine: pretraining stages, if any, then the whole machine ({@link
 * Stages}).
 */
public final class BoltzmannTraining implements Training {
  private final TrainingData data;
  private final BoltzmannConfig config;
  private final MonitorConfig monitor;
  private final int sampleSweeps;
  private final Optional<WarmStart> initial;
  private final MachineSpec spec;
  private final List<Stage> stages;
  private final VisibleRows visibleRows;
  private final EpochPlan plan;
  private FirstRows firstRows; // null until prepared

  /**
   * @param config the configuration, with dimensions that fit the data
   * @param monitor how training is monitored
   * @param sampleSweeps Gibbs sweeps of each chain that draws samples to show
   * @throws BoltzException if the data cannot train this machine
   */
  public BoltzmannTraining(
      TrainingData data,
      BoltzmannConfig config,
      Lanes lanes,
      MonitorConfig monitor,
      int sampleSweeps) {
    this(data, config, lanes, monitor, sampleSweeps, Optional.empty());
  }

  private BoltzmannTraining(
      TrainingData data,
      BoltzmannConfig config,
      Lanes lanes,
      MonitorConfig monitor,
      int sampleSweeps,
      Optional<WarmStart> initial) {
    this.data = data;
    this.config = config;
    this.monitor = monitor;
    this.sampleSweeps = sampleSweeps;
    this.initial = initial;
    requireTrainable();
    this.spec = config.model().spec();
    this.stages = Stages.of(spec, config);
    this.visibleRows =
        new VisibleRows(
            data.format(),
            data.width(),
            config.model().labels(),
            config.resample(),
            initial
                .map(WarmStart::standardisation)
                .orElseGet(() -> DataFit.standardisation(data, config.model(), config.resample())),
            data.weights().map(RowWeights::mean).orElse(0.0));
    this.plan = new EpochPlan(data.rows(TrainingData.Part.TRAIN), config.batchSize(), lanes);
    requireChainsForLanes();
  }

  /** The chains of a lane that makes steps by itself represent the model in these steps. */
  private void requireChainsForLanes() {
    int chains = config.persistentChains();
    int lanes = plan.lanes().count();
    if (localSteps() > 1 && chains > 0 && chains < lanes) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.chains = %d is invalid with learning.local-steps = %d: each of the %d lanes (--lanes, engine.lanes) needs a chain of its own; use --chains %d or more, fewer lanes, or --local-steps 1"
              .formatted(chains, localSteps(), lanes, lanes));
    }
  }

  /**
   * The same training, starting from another model's parameters in place of drawn ones. They are
   * converted if this data is standardised in another way than that of the model.
   *
   * @param name the model's, for messages
   * @param parameters in the machine's layout
   * @param standardisation how that model's values become visible states
   * @throws BoltzException BAD_CONFIGURATION if there are pretraining stages, or if the data has
   *     another measure than that model's
   */
  public BoltzmannTraining startingFrom(
      String name, float[] parameters, Standardisation standardisation) {
    if (stages.size() > 1) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.initialisation.from supplies the whole machine, so there is nothing to"
              + " pretrain; remove either it or learning.pretraining.epochs");
    }
    WarmStart start = WarmStart.of(name, parameters, standardisation, data, config);
    return new BoltzmannTraining(
        data, config, plan.lanes(), monitor, sampleSweeps, Optional.of(start));
  }

  private void requireTrainable() {
    if (data.rows(TrainingData.Part.TRAIN) < 1) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "the data " + data.title() + " has no training rows");
    }
    DataFit.require(data, config.model(), config.resample());
  }

  /** The trained machine. */
  public BoltzmannMachine machine() {
    return BoltzmannMachine.of(spec);
  }

  @Override
  public List<StageOutline> stages() {
    return stages.stream()
        .map(
            stage ->
                new StageOutline(
                    stage.name(),
                    stage.config().epochs(),
                    BoltzmannMachine.of(stage.spec()).layout().size()))
        .toList();
  }

  @Override
  public int localSteps() {
    return config.learning().localSteps();
  }

  @Override
  public EpochPlan plan() {
    return plan;
  }

  @Override
  public int rowBytes() {
    return visibleRows.rowBytes();
  }

  @Override
  public boolean readsLabels() {
    return visibleRows.labels() > 0;
  }

  @Override
  public boolean readsWeights() {
    return visibleRows.weighted();
  }

  @Override
  public void prepare() {
    firstRows = FirstRows.read(data, visibleRows, config, monitor);
    requireDecidable();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    data.weights().ifPresent(weights -> notes.add(note(weights)));
    initial.flatMap(WarmStart::note).ifPresent(notes::add);
    UnitType visible = spec.layers().get(0).get(0).type();
    long constant = visible.hasVariance() ? countOf(DataFit.constant(data, config.resample())) : 0;
    if (constant > 0) {
      notes.add(
          constant
              + " of the "
              + data.width()
              + " values of a row are the same in all training rows: such a value has no scale, so"
              + " its unit keeps the sigma it starts with"
              + (visible == UnitType.GAUSSIAN && initial.isEmpty()
                  ? " (1), and adds about -0.92 nats to the log-likelihood of a row"
                  : ", and adds a constant to the log-likelihood of a row"));
    }
    return notes;
  }

  private String note(RowWeights weights) {
    return String.format(
        Locale.ROOT,
        "rows count by the column %s: %,d training rows have an effective number of %.1f"
            + " (--weight-column none counts every row alike)",
        weights.column(),
        data.rows(TrainingData.Part.TRAIN),
        weights.effective(TrainingData.Part.TRAIN));
  }

  private static long countOf(boolean[] flags) {
    return IntStream.range(0, flags.length).filter(i -> flags[i]).count();
  }

  /** Only the last stage, which trains the whole machine on the data itself, may stop early. */
  private void requireDecidable() {
    StoppingConfig.Metric metric = config.stopping().metric();
    if (metric == StoppingConfig.Metric.NONE) {
      return;
    }
    Watched watched =
        new Watched(
            machine(),
            config.seed(),
            firstRows.train(),
            firstRows.valid(),
            firstRows.trainWeights(),
            firstRows.validWeights());
    String reason = new StoppingValue(metric, watched).reasonNot();
    if (!reason.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.stopping.metric = %s cannot be computed: %s; choose another metric or none"
              .formatted(metric.name().toLowerCase(Locale.ROOT).replace('_', '-'), reason));
    }
  }

  @Override
  public TrainingStage stage(int number, List<float[]> earlier) {
    Stage stage = stages.get(number);
    boolean isLast = number == stages.size() - 1;
    Ascent ascent = ascent(stage, isLast, earlier);
    StageRows rows = new StageRows(data, visibleRows, ascent, stage, firstRows);
    VisibleMoments moments = rows.moments();
    LikelihoodProgram program =
        new LikelihoodProgram(
            stage.spec(),
            stage.config(),
            Horizon.of(plan, stage.config().epochs()),
            visibleRows,
            ascent,
            moments.floatMean(),
            BoltzmannMachine.of(stage.spec()).visible().heldWhere(rows.constant()).toArray());
    Optional<float[]> start =
        number == 0 ? initial.map(WarmStart::parameters) : Stages.start(stages, earlier);
    return new BoltzmannStage(
        program, plan.lanes(), rows, start, isLast, new Looks(monitor, sampleSweeps));
  }

  private Ascent ascent(Stage stage, boolean isLast, List<float[]> earlier) {
    List<MachineSpec> below = stages.subList(0, stage.lower()).stream().map(Stage::spec).toList();
    int copies = isLast ? 1 : Stages.copies(spec, config);
    return new Ascent(below, earlier.subList(0, stage.lower()), config.deep().dataSweeps(), copies);
  }
}
