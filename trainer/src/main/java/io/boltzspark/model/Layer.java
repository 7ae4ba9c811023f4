package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A layer: one or more groups of units side by side, such as pixels and a label. Has the verbs of
 * {@link Units}, each of which it passes to every group with the group's columns.
 */
public final class Layer {

  /** A group and its columns in the layer's matrices. */
  private record Place(Units units, int from, int to) {}

  private final List<Place> places = new ArrayList<>();
  private final int size;
  private final int biasOffset;
  private final ThreadLocal<Matrix> interactions = new ThreadLocal<>();

  /**
   * @param biasOffset where the layer's biases begin in the machine's parameters
   */
  Layer(List<Units> groups, int biasOffset) {
    int from = 0;
    for (Units units : groups) {
      places.add(new Place(units, from, from + units.size()));
      from += units.size();
    }
    this.size = from;
    this.biasOffset = biasOffset;
  }

  /** Units of all groups. */
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

  /** Where the layer's biases, one a unit, begin in the machine's parameters. */
  public int biasOffset() {
    return biasOffset;
  }

  /** The values a unit can take if that are the same for all units, else an empty array. */
  public double[] states() {
    double[] states = places.get(0).units().states();
    boolean same = places.stream().allMatch(p -> Arrays.equals(p.units().states(), states));
    return same ? states : new double[0];
  }

  /** See {@link Units#configurations}. */
  public double configurations() {
    return places.stream().mapToDouble(p -> p.units().configurations()).reduce(1, (a, b) -> a * b);
  }

  /** See {@link Units#configurationInto}; the last group's states change fastest. */
  public void configurationInto(long index, Matrix states, int row) {
    long rest = index;
    for (int g = places.size() - 1; g >= 0; g--) {
      Place place = places.get(g);
      long here = (long) place.units().configurations();
      place.units().configurationInto(rest % here, columns(states, place), row);
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

  /** See {@link Units#energy}. */
  public double energy(Matrix states, int row, float[] parameters) {
    double sum = 0;
    for (Place place : places) {
      sum += place.units().energy(columns(states, place), row, parameters);
    }
    return sum;
  }

  /** See {@link Units#logPartition}. */
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (Place place : places) {
      sum += place.units().logPartition(columns(input, place), row, parameters);
    }
    return sum;
  }

  /** See {@link Units#addLogPartitions}. */
  public void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    for (Place place : places) {
      place.units().addLogPartitions(columns(input, place), parameters, sums);
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

  /** See {@link Units#temperInPlace}. */
  public void temperInPlace(float[] parameters, float beta) {
    places.forEach(place -> place.units().temperInPlace(parameters, beta));
  }

  /** See {@link Units#interactionFactor}, for each unit. */
  float[] interactionFactors(float beta) {
    float[] factors = new float[size];
    for (Place place : places) {
      Arrays.fill(factors, place.from(), place.to(), place.units().interactionFactor(beta));
    }
    return factors;
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
