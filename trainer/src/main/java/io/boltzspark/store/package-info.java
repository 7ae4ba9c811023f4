/**
 * The files of a training, and how to read them. All but {@code SpecJson} and {@code TrainedModel}
 * know named tensors and facts only, and not what they mean. Never imports Spark. Start with {@link
 * io.boltzspark.store.RunDirectory}:
 *
 * <pre>
 * RUN/
 *   config.conf                      the resolved configuration
 *   run.json                         where the data is
 *   metrics.jsonl                    one JSON object per line   {@link io.boltzspark.store.MetricsLog}
 *   checkpoints/LATEST               names the newest one       {@link io.boltzspark.store.CheckpointStore}
 *   checkpoints/step-0000001200/     state.safetensors, state.json, SHA256SUMS
 *   model/                           model.safetensors, model.json
 *                                                               {@link io.boltzspark.store.ModelStore}
 *   samples/*.png, report.html       pictures, and the page that shows them
 *   evaluation.json                  the latest evaluation of the model
 *   owner.json                       while a training writes    {@link io.boltzspark.store.RunLock}
 * </pre>
 *
 * <p>The lock also protects other directories that only one process at a time may change.
 *
 * <p>Tables computed from a model and data, outside of runs, have a {@link
 * io.boltzspark.store.TableManifest}.
 *
 * <p>Commands name a run, or one of its checkpoints, by a {@link
 * io.boltzspark.store.ModelReference}.
 *
 * <p>Tensors are kept in the {@linkplain io.boltzspark.store.SafeTensors safetensors} format,
 * everything else in JSON or text, so that no file needs this project, or Java, to be read. A
 * damaged file is a {@link io.boltzspark.errors.BoltzException} that names it and says what is
 * wrong with it, and no memory is allocated for a length that a file merely claims.
 *
 * <p>Everything here runs on the driver.
 */
package io.boltzspark.store;
