package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A layer: one or more groups of units side by side, such as pixels and a label. Has the verbs of
 * {@link Units}, each passed to every group with the group's columns, and those of {@link
 * EnergyUnits}, for layers whose groups all {@linkplain #hasEnergy() have an energy}.
 */
public final class Layer {

  /**
   * A group and its columns in the layer's matrices.
   *
   * @param withEnergy the same units, or null if they have no energy
   */
  private record Place(Units units, EnergyUnits withEnergy, int from, int to) {}

  private final List<Place> places = new ArrayList<>();
  private final int size;
  private final int biasOffset;
  private final int endOffset;
  private final ThreadLocal<Matrix> interactions = new ThreadLocal<>();
  private final SiteUnits[] siteUnits; // site, or none
  private final int[] siteColumns; // site; one more for the end

  /**
   * @param biasOffset index of the layer's first bias in the machine's parameters
   * @param endOffset one more than the index of the last of its units' own parameters
   */
  Layer(List<Units> groups, int biasOffset, int endOffset) {
    int from = 0;
    for (Units units : groups) {
      EnergyUnits withEnergy = units instanceof EnergyUnits e ? e : null;
      places.add(new Place(units, withEnergy, from, from + units.size()));
      from += units.size();
    }
    this.size = from;
    this.biasOffset = biasOffset;
    this.endOffset = endOffset;
    List<SiteUnits> sites = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (Place place : places) {
      for (int c = place.from();
          place.units() instanceof SiteUnits units && c < place.to();
          c += units.columnsOfUnit()) {
        sites.add(units);
        columns.add(c);
      }
    }
    columns.add(size);
    this.siteUnits = sites.toArray(SiteUnits[]::new);
    this.siteColumns = columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Number of units that can be drawn one after another: a Potts unit is one, with q columns. 0 for
   * types that cannot be coupled.
   */
  public int sites() {
    return siteUnits.length;
  }

  /** The first column of a site, or for {@link #sites()} the number of columns. */
  public int siteColumn(int site) {
    return siteColumns[site];
  }

  /** The site that a column belongs to. */
  public int siteOfColumn(int column) {
    int found = Arrays.binarySearch(siteColumns, column);
    return found >= 0 ? found : -found - 2;
  }

  /** {@code noise[site] := } the random number that decides the next draw of a site. */
  public void noiseInto(float[] noise, float[] parameters, RandomStream random) {
    int site = 0;
    while (site < siteUnits.length) {
      SiteUnits units = siteUnits[site];
      units.noiseInto(noise, site, parameters, random);
      site += units.size() / units.columnsOfUnit();
    }
  }

  /**
   * Draws a site.
   *
   * @param field bias plus input of each column of the layer
   * @param noise the site's number of {@link #noiseInto}
   * @param states receives the state at the site's columns
   */
  public void drawSite(int site, float[] field, float noise, float[] states) {
    siteUnits[site].drawUnit(field, siteColumns[site], noise, states);
  }

  /** {@code means := } the mean of a site at its columns; arguments as in {@link #drawSite}. */
  public void meanOfSite(int site, float[] field, float[] means) {
    siteUnits[site].meanOfUnit(field, siteColumns[site], means);
  }

  /** Number of units of all groups. */
  public int size() {
    return size;
  }

  public List<Units> groups() {
    return places.stream().map(Place::units).toList();
  }

  /** The first column of a group in the layer's matrices. */
  public int firstColumn(int group) {
    return places.get(group).from();
  }

  /** Index of the layer's first bias in the machine's parameters; there is one per unit. */
  public int biasOffset() {
    return biasOffset;
  }

  /**
   * The values that a unit can take if they are the same for all units; otherwise an empty array.
   */
  public double[] states() {
    double[] states = places.get(0).units().states();
    boolean same = places.stream().allMatch(p -> Arrays.equals(p.units().states(), states));
    return same ? states : new double[0];
  }

  /** See {@link Units#configurations}. */
  public double configurations() {
    return places.stream().mapToDouble(p -> p.units().configurations()).reduce(1, (a, b) -> a * b);
  }

  /**
   * Puts joint state number {@code index}, from 0 to {@link #configurations()} - 1, into a row; the
   * last group's states change fastest.
   *
   * @throws IllegalStateException if there are infinitely many
   */
  public void configurationInto(long index, Matrix states, int row) {
    long rest = index;
    for (int g = places.size() - 1; g >= 0; g--) {
      Place place = places.get(g);
      if (!(place.units() instanceof DiscreteUnits units)) {
        throw new IllegalStateException(
            place.units().spec().type().title() + " units have infinitely many states");
      }
      long here = (long) units.configurations();
      units.configurationInto(rest % here, columns(states, place), row);
      rest /= here;
    }
  }

  /** See {@link Units#meanInPlace}. */
  public void meanInPlace(Matrix input, float[] parameters) {
    for (Place place : places) {
      place.units().meanInPlace(columns(input, place), parameters);
    }
  }

  /** See {@link Units#modeInPlace}. */
  public void modeInPlace(Matrix input, float[] parameters) {
    for (Place place : places) {
      place.units().modeInPlace(columns(input, place), parameters);
    }
  }

  /** See {@link Units#sampleInPlace}. */
  public void sampleInPlace(Matrix input, float[] parameters, RandomStream random) {
    for (Place place : places) {
      place.units().sampleInPlace(columns(input, place), parameters, random);
    }
  }

  /**
   * Draws each row at an inverse temperature of its own: given the states of other layers, from the
   * distribution of the machine whose energy is multiplied by it.
   *
   * @param input input of each row from the other layers, at inverse temperature 1; overwritten by
   *     the draws
   * @param betas inverse temperature of each row, positive; rows x 1
   * @param parameters of the machine at inverse temperature 1
   * @param scratch as long as {@code parameters}; overwritten where these units have theirs
   */
  public void sampleAtInPlace(
      Matrix input, Matrix betas, float[] parameters, float[] scratch, RandomStream random) {
    for (int r = 0; r < input.rows(); r++) {
      float beta = betas.get(r, 0);
      System.arraycopy(parameters, biasOffset, scratch, biasOffset, endOffset - biasOffset);
      Matrix row = input.rows(r, r + 1);
      for (Place place : places) {
        EnergyUnits units = withEnergy(place);
        Matrix mine = columns(row, place);
        units.temperInPlace(scratch, beta);
        int at = mine.offset(0);
        RowKernels.scaleInPlace(
            mine.values(), beta / units.interactionFactor(beta), at, at + mine.columns());
        units.sampleInPlace(mine, scratch, random);
      }
    }
  }

  /** See {@link Units#meanAndSampleInPlace}. */
  public void meanAndSampleInPlace(
      Matrix input, Matrix sample, float[] parameters, RandomStream random) {
    for (Place place : places) {
      place
          .units()
          .meanAndSampleInPlace(columns(input, place), columns(sample, place), parameters, random);
    }
  }

  /** See {@link Units#interaction}. */
  public Matrix interaction(Matrix states, float[] parameters) {
    if (places.size() == 1) {
      return places.get(0).units().interaction(states, parameters);
    }
    Matrix all = null;
    for (Place place : places) {
      Matrix mine = columns(states, place);
      Matrix phi = place.units().interaction(mine, parameters);
      if (phi != mine) {
        if (all == null) {
          all = copy(states);
        }
        columns(all, place).setFrom(phi);
      }
    }
    return all == null ? states : all;
  }

  private Matrix copy(Matrix states) {
    Matrix held = interactions.get();
    if (held == null || held.rows() < states.rows()) {
      held = Matrix.zeros(states.rows(), size);
      interactions.set(held);
    }
    Matrix copy = held.rows(0, states.rows());
    copy.setFrom(states);
    return copy;
  }

  /** Whether all groups have an energy. */
  public boolean hasEnergy() {
    return places.stream().allMatch(place -> place.withEnergy() != null);
  }

  /**
   * The groups as units with an energy.
   *
   * @throws IllegalStateException unless {@link #hasEnergy}, as do the verbs below that need one
   */
  public List<EnergyUnits> energyGroups() {
    return places.stream().map(Layer::withEnergy).toList();
  }

  private static EnergyUnits withEnergy(Place place) {
    if (place.withEnergy() == null) {
      throw new IllegalStateException(
          place.units().spec().type().title()
              + " units are a sampling rule without an energy, so there are no free energies,"
              + " likelihoods or temperatures; rectified units have them");
    }
    return place.withEnergy();
  }

  /** See {@link EnergyUnits#energy}. */
  public double energy(Matrix states, int row, float[] parameters) {
    double sum = 0;
    for (Place place : places) {
      sum += withEnergy(place).energy(columns(states, place), row, parameters);
    }
    return sum;
  }

  /** See {@link EnergyUnits#logPartition}. */
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (Place place : places) {
      sum += withEnergy(place).logPartition(columns(input, place), row, parameters);
    }
    return sum;
  }

  /** See {@link EnergyUnits#addLogPartitions}. */
  public void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    for (Place place : places) {
      withEnergy(place).addLogPartitions(columns(input, place), parameters, sums);
    }
  }

  /** See {@link Units#addStatistics}. */
  public void addStatistics(Matrix states, float scale, float[] parameters, float[] gradient) {
    for (Place place : places) {
      place.units().addStatistics(columns(states, place), scale, parameters, gradient);
    }
  }

  /** See {@link Units#addConnectionStatistics}. */
  public void addConnectionStatistics(
      Connection connection, boolean lower, float[] parameters, float[] gradient) {
    for (Place place : places) {
      place.units().addConnectionStatistics(connection, lower, parameters, gradient);
    }
  }

  /** See {@link Units#smoothed}. */
  public double[] smoothed(double[] mean, double rows) {
    double[] all = mean.clone();
    for (Place place : places) {
      double[] mine = Arrays.copyOfRange(mean, place.from(), place.to());
      System.arraycopy(place.units().smoothed(mine, rows), 0, all, place.from(), mine.length);
    }
    return all;
  }

  /** See {@link Units#fit}. */
  public void fit(double[] mean, double[] variance, float[] parameters) {
    for (Place place : places) {
      place
          .units()
          .fit(
              Arrays.copyOfRange(mean, place.from(), place.to()),
              Arrays.copyOfRange(variance, place.from(), place.to()),
              parameters);
    }
  }

  /** See {@link EnergyUnits#temperInPlace}. */
  public void temperInPlace(float[] parameters, float beta) {
    places.forEach(place -> withEnergy(place).temperInPlace(parameters, beta));
  }

  /** See {@link EnergyUnits#interactionFactor}, for each unit. */
  float[] interactionFactors(float beta) {
    float[] factors = new float[size];
    for (Place place : places) {
      Arrays.fill(factors, place.from(), place.to(), withEnergy(place).interactionFactor(beta));
    }
    return factors;
  }

  /** See {@link Units#heldWhere}. */
  public IntStream heldWhere(boolean[] constant) {
    return places.stream()
        .flatMapToInt(p -> p.units().heldWhere(Arrays.copyOfRange(constant, p.from(), p.to())));
  }

  /** See {@link Units#constrainInPlace}. */
  public void constrainInPlace(float[] parameters) {
    for (Place place : places) {
      place.units().constrainInPlace(parameters);
    }
  }

  private Matrix columns(Matrix layer, Place place) {
    return places.size() == 1 ? layer : layer.columns(place.from(), place.to());
  }
}
