/**
 * Entry points for notebook cells, which keep the cells short.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.notebook.Boltz} runs commands in the process of the notebook and
 *       returns their text, results and pictures.
 *   <li>{@link io.boltzspark.jobs.notebook.Table} and {@link io.boltzspark.jobs.notebook.Curves}
 *       show numbers of several runs side by side.
 * </ul>
 *
 * <p>Nothing here depends on Jupyter: a picture is a {@code BufferedImage}, a table an object whose
 * text is HTML, and a kernel displays both as a cell's last value. Everything here runs on the
 * driver. Code for executors is in the engine, because classes defined in a cell cannot be sent to
 * them.
 */
package io.boltzspark.jobs.notebook;
