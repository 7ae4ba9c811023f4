/**
 * {@code boltz reproduce}: published experiments, done again and compared.
 *
 * <ul>
 *   <li>An {@link io.boltzspark.jobs.reproduce.Experiment} is a file of {@code conf/reproduce};
 *       {@code Experiments} finds the files, {@code ExperimentReader} reads one.
 *   <li>All work is done by other commands: {@code CommandWords} writes their command lines, and
 *       {@link io.boltzspark.jobs.reproduce.Commands} runs them. {@code Steps} keeps what is done,
 *       so that it is not done twice.
 *   <li>{@link io.boltzspark.jobs.reproduce.ReproduceAction} puts these in order. {@code
 *       MeasuredFigure} is a published figure beside the values here; {@code Reproduction} is the
 *       result of all, {@code ReproductionPage} the page.
 * </ul>
 *
 * <p>This package knows no feature that it uses, only the words of its command.
 */
package io.boltzspark.jobs.reproduce;
