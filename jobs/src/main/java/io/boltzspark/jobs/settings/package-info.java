/**
 * Configuration: from {@code boltz-reference.conf}, a file and the command line to validated
 * records.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.settings.Settings} is the result: records, and their rendering.
 *   <li>{@link io.boltzspark.jobs.settings.SettingsLayers} combines the sources.
 *   <li>{@link io.boltzspark.jobs.settings.Reference} is the file with all keys, defaults and
 *       explanations; {@code --help} is made from it.
 *   <li>{@link io.boltzspark.jobs.settings.ReferenceFile} is any such file, {@link
 *       io.boltzspark.jobs.settings.Hocon} reads what users write, and {@link
 *       io.boltzspark.jobs.settings.ValueReader} single values: for other kinds of configuration
 *       too, such as the specification of a retraining.
 *   <li>{@link io.boltzspark.jobs.settings.SettingOption} says which keys have an option of their
 *       own.
 * </ul>
 *
 * <p>A new setting needs a line in the reference, a component in its record, and a line in each of
 * {@code SettingsReader} and {@code SettingsWriter}, or {@code TrainingReader} and {@code
 * TrainingWriter} where it decides a model's bytes; tests fail when one is missing. {@code
 * Contradictions} refuses values that are valid alone but not together.
 */
package io.boltzspark.jobs.settings;
