package io.boltzspark.jobs.scaling;

/** How statistics reach the optimiser and parameters come back. */
public enum ExchangeDesign {
  /** Every task sends its own to the driver, and gets its own answer: what the engine does. */
  PER_TASK("as it is"),
  /** The tasks of an executor add theirs first: one message and one answer an executor. */
  PER_EXECUTOR("one an executor"),
  /**
   * That, to {@value #SERVERS} processes on machines of their own with a part of the numbers each.
   */
  SERVERS_OF_PARTS("and 4 servers"),
  /** That, along a tree of executors, each of which serves {@value #FAN_IN} others. */
  TREE("and a tree");

  static final int SERVERS = 4;
  static final int FAN_IN = 4;

  private final String label;

  ExchangeDesign(String label) {
    this.label = label;
  }

  /** In the heads of tables. */
  public String label() {
    return label;
  }
}
