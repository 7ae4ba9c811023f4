/**
 * Other libraries that train restricted machines, in a Python process of their own. Nothing here
 * uses Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.benchmark.peers.Peers} finds them, gives them rows and has them
 *       train; {@link io.boltzspark.jobs.benchmark.peers.Peer} is one that is there, {@link
 *       io.boltzspark.jobs.benchmark.peers.MissingPeer} one that is not.
 *   <li>{@code PythonProcess} asks a process questions that are lines of JSON, and sees to its end.
 *   <li>The resource {@code peers.py} beside these classes is what runs there; it alone knows how
 *       each library is called, and it documents the commands.
 * </ul>
 */
package io.boltzspark.jobs.benchmark.peers;
