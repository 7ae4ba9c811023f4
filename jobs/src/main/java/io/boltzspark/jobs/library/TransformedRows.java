package io.boltzspark.jobs.library;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Rows with further cells, block by block, on an executor.
 *
 * @param at the index of the cell with the values of a row
 * @param column its name, for messages
 */
record TransformedRows(
    MachineSpec spec,
    Broadcast<float[]> parameters,
    Standardisation standardisation,
    int at,
    String column,
    List<AddedColumn> added)
    implements MapPartitionsFunction<Row, Row> {
  private static final int BLOCK = 500;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Blocks(rows);
  }

  private final class Blocks implements Iterator<Row> {
    private final BoltzmannMachine machine = BoltzmannMachine.of(spec);
    private final Iterator<Row> rows;
    private final Deque<Row> ready = new ArrayDeque<>();

    Blocks(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (ready.isEmpty()) {
        compute();
      }
      return ready.removeFirst();
    }

    private void compute() {
      if (!rows.hasNext()) {
        throw new NoSuchElementException();
      }
      List<Row> block = new ArrayList<>();
      while (block.size() < BLOCK && rows.hasNext()) {
        block.add(rows.next());
      }
      Matrix states = states(block);
      List<Object[]> cells = new ArrayList<>();
      for (AddedColumn each : added) {
        cells.add(each.of(machine, parameters.value(), standardisation, states));
      }
      for (int r = 0; r < block.size(); r++) {
        Row row = block.get(r);
        Object[] all = new Object[row.size() + cells.size()];
        for (int i = 0; i < row.size(); i++) {
          all[i] = row.get(i);
        }
        for (int c = 0; c < cells.size(); c++) {
          all[row.size() + c] = cells.get(c)[r];
        }
        ready.add(RowFactory.create(all));
      }
    }

    /** As visible states, without labels: their units are 0, as for rows that have none. */
    private Matrix states(List<Row> block) {
      int width = spec.values();
      VisibleRows format =
          new VisibleRows(
              RowFormat.FLOAT, width, spec.labels(), false, standardisation.first(width));
      VisibleRows.Reader reader = format.reader();
      Matrix states = Matrix.zeros(block.size(), format.units());
      ByteBuffer bytes = ByteBuffer.allocate(format.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
      for (int r = 0; r < block.size(); r++) {
        bytes.clear();
        for (float value : values(block.get(r))) {
          bytes.putFloat(value);
        }
        if (spec.labels() > 0) {
          bytes.put((byte) VisibleRows.NO_LABEL);
        }
        reader.decode(bytes.array(), states, r, new RandomStream());
      }
      return states;
    }
  }

  /** One for each visible unit that is no label's; categories become indicators. */
  private float[] values(Row row) {
    UnitSpec units = spec.layers().get(0).get(0);
    List<? extends Object> cells = row.isNullAt(at) ? List.of() : row.getList(at);
    boolean areCategories =
        units.type() == UnitType.POTTS && cells.size() * units.count() == units.size();
    if (cells.size() != units.size() && !areCategories) {
      throw bad(
          "has %d values, but the model has %d visible units"
              .formatted(cells.size(), units.size()));
    }
    float[] values = new float[units.size()];
    for (int i = 0; i < cells.size(); i++) {
      float value = number(cells.get(i), i);
      if (!areCategories) {
        values[i] = value;
      } else if (value >= 0 && value < units.count() && value == Math.rint(value)) {
        values[i * units.count() + (int) value] = 1;
      } else {
        throw bad(
            "has the category %s at index %d; the model's sites have the states 0 to %d"
                .formatted(value, i, units.count() - 1));
      }
    }
    units
        .faultOfData(values)
        .ifPresent(
            fault -> {
              throw bad(
                  "has %s; the model's %s units take %s"
                      .formatted(fault, units.type().word(), units.statesOfData()));
            });
    return values;
  }

  private float number(Object cell, int index) {
    float value =
        cell instanceof Number number
            ? number.floatValue()
            : cell instanceof Boolean truth ? truth ? 1 : 0 : Float.NaN;
    if (!Float.isFinite(value)) {
      throw bad("has the value %s at index %d, which is no finite number".formatted(cell, index));
    }
    return value + 0f; // turns -0 into 0, as training does
  }

  private BoltzException bad(String what) {
    return new BoltzException(
        ExitCode.BAD_INPUT, "a row of the column %s %s".formatted(column, what));
  }
}
