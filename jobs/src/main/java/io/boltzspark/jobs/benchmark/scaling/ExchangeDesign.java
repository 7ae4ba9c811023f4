package io.boltzspark.jobs.benchmark.scaling;

/** How statistics reach the optimiser and parameters come back. */
public enum ExchangeDesign {
  /** Executors send the sum of their threads to the driver, as the engine does. */
  DRIVER("current"),
  /** They send it to {@value #SERVERS} servers, each of which holds a part of the numbers. */
  SERVERS_OF_PARTS("4 servers"),
  /** They send it along a tree of executors, each of which serves {@value #FAN_IN} others. */
  TREE("a tree");

  static final int SERVERS = 4;
  static final int FAN_IN = 4;

  private final String label;

  ExchangeDesign(String label) {
    this.label = label;
  }

  /** The heading in tables. */
  public String label() {
    return label;
  }
}
