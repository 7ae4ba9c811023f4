/**
 * Retraining on growing data, and the registry of the resulting models. Start with {@link
 * io.boltzspark.jobs.retrain.RetrainAction} and its specification, {@link
 * io.boltzspark.jobs.retrain.RetrainSpec}; {@link io.boltzspark.jobs.retrain.registry.ModelsAction}
 * has the commands on a registry.
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
 *     new/, data/, training/         prepared or joined data, and the training under way; data/ stays as
 *                                    long as the version that was trained on it
 *     report.html, record.json       written last
 * </pre>
 *
 * <p>Data comes in {@code Deliveries}, which are directories of IDX files or {@link
 * io.boltzspark.jobs.retrain.tables tables}, and never change; {@code DeliveryPlaces} says where
 * they lie. A run finds the new ones, checks them ({@code Schema}, {@code DriftCheck}), trains on
 * all of them, measures challenger and champion on rows held out from both ({@code Bracket}, {@code
 * Comparison}), promotes the challenger or not, and deletes what is no longer kept ({@code
 * Pruning}). {@code RetrainRun} takes a run from stage to stage, each of which writes a file when
 * it is done. A run that died is resumed at the stage in which it died, and what that stage had
 * already done is not repeated (a version, a promotion and a consumption carry the id of their
 * run).
 *
 * <p>The current state is given by journals, whose entries are single files that are added and
 * never changed, and by directories that are valid once their last file exists. This is also safe
 * on file systems that cannot rename a directory atomically. The clock only dates records: a
 * model's bytes depend on its data, its settings and the champion that it started from.
 *
 * <p>Everything here runs on the driver.
 */
package io.boltzspark.jobs.retrain;
