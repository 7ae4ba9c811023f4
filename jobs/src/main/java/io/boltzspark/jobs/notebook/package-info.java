/**
 * What a notebook cell calls, so that cells stay as short as the sentences around them.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.notebook.Boltz} runs commands in the process of the notebook:
 *       what they say, what they found, what they drew.
 *   <li>{@link io.boltzspark.jobs.notebook.Table} and {@link io.boltzspark.jobs.notebook.Curves}
 *       show numbers of several runs beside one another.
 * </ul>
 *
 * <p>Nothing here knows Jupyter: a picture is a {@code BufferedImage}, a table an object whose text
 * is HTML, and a kernel shows both as a cell's last value. All of this runs on the driver; what
 * travels to executors lives in the engine, since classes that a cell defines cannot.
 */
package io.boltzspark.jobs.notebook;
