package io.boltzspark.jobs.testing;

import io.boltzspark.files.FileSystems;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** HDFS with one data node, in the test's process, at free ports of the loopback address. */
public final class MiniHdfs implements AutoCloseable {
  private final MiniDFSCluster cluster;
  private final Configuration client;

  /**
   * @param directory for its blocks
   */
  public MiniHdfs(Path directory) throws IOException {
    Configuration server = new Configuration();
    server.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
    this.cluster = new MiniDFSCluster.Builder(server).numDataNodes(1).build();
    cluster.waitActive();
    this.client = new Configuration();
    // With one data node, HDFS would refuse to append to files that want three.
    client.set("dfs.replication", "1");
  }

  /** A path on it, with scheme. */
  public String path(String name) {
    return cluster.getURI() + "/" + name;
  }

  /** What a command needs to be told to use it. */
  public static String[] settings() {
    return new String[] {"--conf", "spark.hadoop.dfs.replication=1"};
  }

  public FileSystem fileSystem() {
    return FileSystems.of(client, new org.apache.hadoop.fs.Path(path("")));
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
