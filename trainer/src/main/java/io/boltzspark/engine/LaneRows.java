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
 * The rows of one task's lanes, by place, on an executor. Each epoch visits them in a different
 * order, so every row must be accessible: in memory, in the very arrays that Spark caches, or, if
 * they would take too much of the heap, in a memory-mapped file in Spark's local directory
 * (unlinked at once, so that nothing is left behind).
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
   * @param source the blocks, lane by lane, in order
   * @param inMemory whether to keep the blocks in memory rather than copy them to a file
   * @param localDirectory the directory of the file
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
          "cannot store the training rows in "
              + directory
              + " ("
              + e.getMessage()
              + "); free space there or set spark.local.dir",
          e);
    }
  }

  /** Number of rows of a lane. */
  int rows(int lane) {
    return blocks.get(lane - firstLane).stream().mapToInt(b -> b.capacity() / rowBytes).sum();
  }

  /** Copies the bytes of a row into {@code row}. */
  void get(int lane, int place, byte[] row) {
    ByteBuffer block = blocks.get(lane - firstLane).get(place / RowBlock.ROWS);
    block.get(place % RowBlock.ROWS * rowBytes, row, 0, rowBytes);
  }
}
