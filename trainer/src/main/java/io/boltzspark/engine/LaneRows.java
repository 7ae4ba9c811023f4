package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of one task's lanes, by place, on an executor. Each epoch visits them in another order,
 * so any row must be at hand: in memory, where they are the very arrays that Spark caches, or, when
 * they would take too much of the heap, in a file that is mapped into memory and lies in Spark's
 * local directory (unlinked at once, so nothing is left behind).
 */
final class LaneRows {
  private final int rowBytes;
  private final int firstLane;
  private final List<List<ByteBuffer>> blocks; // lane, block

  private LaneRows(int firstLane, int rowBytes, List<List<ByteBuffer>> blocks) {
    this.firstLane = firstLane;
    this.rowBytes = rowBytes;
    this.blocks = blocks;
  }

  /**
   * Takes all blocks of a task's lanes.
   *
   * @param source blocks, lane by lane, in order
   * @param inMemory whether to hold on to the blocks rather than to copy them to a file
   * @param localDirectory where the file goes
   */
  static LaneRows take(
      Iterator<RowBlock> source,
      int firstLane,
      int lanes,
      int rowBytes,
      boolean inMemory,
      Path localDirectory) {
    List<List<ByteBuffer>> blocks = new ArrayList<>();
    for (int l = 0; l < lanes; l++) {
      blocks.add(new ArrayList<>());
    }
    if (inMemory) {
      source.forEachRemaining(
          b -> blocks.get(b.lane() - firstLane).add(ByteBuffer.wrap(b.bytes())));
    } else {
      map(source, firstLane, blocks, localDirectory);
    }
    return new LaneRows(firstLane, rowBytes, blocks);
  }

  private static void map(
      Iterator<RowBlock> source, int firstLane, List<List<ByteBuffer>> blocks, Path directory) {
    try {
      Path file = Files.createTempFile(directory, "boltz-rows-", ".bin");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        while (source.hasNext()) {
          RowBlock block = source.next();
          long start = channel.position();
          ByteBuffer bytes = ByteBuffer.wrap(block.bytes());
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          MappedByteBuffer mapped =
              channel.map(FileChannel.MapMode.READ_ONLY, start, block.bytes().length);
          blocks.get(block.lane() - firstLane).add(mapped);
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "cannot keep the rows in "
              + directory
              + " ("
              + e.getMessage()
              + "); free space there or set spark.local.dir",
          e);
    }
  }

  /** Rows that a lane has here. */
  int rows(int lane) {
    return blocks.get(lane - firstLane).stream().mapToInt(b -> b.capacity() / rowBytes).sum();
  }

  /** Copies the bytes of a row into {@code row}. */
  void get(int lane, int place, byte[] row) {
    ByteBuffer block = blocks.get(lane - firstLane).get(place / RowBlock.ROWS);
    block.get(place % RowBlock.ROWS * rowBytes, row, 0, rowBytes);
  }
}
