/**
 * Retraining on data that grows, and the registry of the models that come of it. Start with {@link
 * io.boltzspark.jobs.retrain.RetrainAction} and {@link io.boltzspark.jobs.retrain.RetrainSpec},
 * what it is told; {@link io.boltzspark.jobs.retrain.registry.ModelsAction} is what people do with
 * a registry.
 *
 * <pre>
 * REGISTRY/
 *   registry.json                    what this is               {@code Registry}
 *   owner.json                       while a process changes it {@link io.boltzspark.store.RunLock}
 *   promotions/000001.json, ...      every change of champion   {@code Promotions}
 *   consumed/000001.json, ...        the watermark              {@code Watermark}
 *   versions/v0001/                  a model, as a run          {@code Versions}
 *     version.json                   written last
 *   runs/RUN_ID/                                                {@code RunFolder}
 *     stages/1-find.json, ...        what each stage found      {@code Stage}, {@code RetrainStages}
 *     new/, data/, training/         prepared data, and the training under way; data/ stays as
 *                                    long as the version that was trained on it
 *     report.html, record.json       written last
 * </pre>
 *
 * <p>Data comes in {@code Deliveries}, directories of IDX files that never change. A run finds the
 * new ones, checks them ({@code Schema}, {@code DriftCheck}), trains on all of them, measures
 * challenger and champion on rows held out from both ({@code Bracket}, {@code Comparison}), and
 * promotes or does not, and deletes what is kept no longer ({@code Pruning}). {@code RetrainRun}
 * takes it from stage to stage, each of which leaves a file when it is done: a run that died goes
 * on with the stage that it died in, and what that had done already is done once (a version, a
 * promotion and a consumption carry the id of their run).
 *
 * <p>What is true now is said by journals whose entries are added and never changed, each a single
 * file, and by directories that count once their last file is there: so it holds on file systems
 * that cannot rename a directory at once, too. The clock dates records and decides nothing else: a
 * model's bytes are those of its data, its settings and the champion that it started from.
 *
 * <p>Everything here runs on the driver.
 */
package io.boltzspark.jobs.retrain;
