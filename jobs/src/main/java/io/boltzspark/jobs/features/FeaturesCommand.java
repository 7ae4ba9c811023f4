package io.boltzspark.jobs.features;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.IdentityOptions;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.pictures.FilterOptions;
import io.boltzspark.jobs.pictures.FiltersAction;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.store.TableManifest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** {@code boltz features}. */
@Command(
    name = "features",
    description = {
      "Writes the features of every row: the means of a hidden layer, exact with one hidden layer"
          + " and by mean field with more, as Parquet with the columns id, position, label and"
          + " features, and beside them other columns of numbers, texts and times that a table of"
          + " your own has. The directory is itself data for boltz train --data.",
      "With --classify it also trains two softmax classifiers (multinomial logistic regression),"
          + " one on the features of the training rows and one on the data itself, and reports the"
          + " errors of both for each part. The settings below are those of the classifiers.",
      "A machine trained with labels sees rows without their labels. For units of two states, grey"
          + " values are binarized once at random.",
      "With --filters it only draws the receptive fields of hidden units, as boltz filters does,"
          + " which needs no data."
    },
    footer = {
      "%nExamples:",
      "  boltz features --model runs/first --data data/mnist-binary --out data/first-features",
      "  boltz features --model runs/first --data data/mnist-binary --out data/first-features"
          + " --classify --l2 1e-4 --epochs 20 --schedule linear",
      "  boltz features --model runs/first --filters filters.png --choose different"
    })
public final class FeaturesCommand extends JobCommand {
  /** The options of --filters, besides those of every command. */
  private static final Set<String> OF_FILTERS =
      Set.of("--model", "--filters", "--choose", "--count", "--layer", "--overwrite");

  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data like the training data of the model.")
  private String data;

  @Mixin private IdentityOptions table;

  @Option(names = "--out", paramLabel = "DIR", description = "Directory to write.")
  private String out;

  @Option(
      names = "--filters",
      paramLabel = "PNG",
      description = "Draw receptive fields to this file instead.")
  private String filters;

  @Mixin private FilterOptions filterOptions;

  @Option(
      names = "--layer",
      paramLabel = "NUMBER",
      description =
          "The hidden layer, from 1 (default: the last, or with --filters all, side by side).")
  private Integer layer;

  @Option(
      names = "--classify",
      description =
          "Also train softmax classifiers on the features and on the data, and report their"
              + " errors. Needs labels; every row counts alike, also where rows have weights.")
  private boolean classify;

  @Option(
      names = "--overwrite",
      description = "Replace DIR if it exists and holds features, or PNG.")
  private boolean overwrite;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected ActionResult perform() {
    return filters == null ? writeFeatures() : drawFilters();
  }

  private ActionResult drawFilters() {
    Set<String> ofEveryCommand = spec.mixins().get("common").optionsMap().keySet();
    for (OptionSpec given : spec.commandLine().getParseResult().matchedOptions()) {
      String name = given.longestName();
      if (!ofEveryCommand.contains(name) && !OF_FILTERS.contains(name)) {
        throw new BoltzException(
            ExitCode.USAGE,
            "--filters only draws a picture and cannot be combined with %s; omit one of them"
                .formatted(name));
      }
    }
    FiltersAction.Request request = filterOptions.request(model.run(), layer, filters, overwrite);
    return new FiltersAction(hadoop(), request, common.progress()).execute();
  }

  private ActionResult writeFeatures() {
    if (data == null || out == null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "%s is missing; give --data DIR and --out DIR for features of rows, or --filters PNG for a picture"
              .formatted(data == null ? "--data" : "--out"));
    }
    for (String option : List.of("--choose", "--count")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new BoltzException(
            ExitCode.USAGE,
            option + " applies only to a picture; give --filters PNG instead of --data and --out");
      }
    }
    if (layer != null) {
      atLeast(1, "--layer", layer);
    }
    Settings settings =
        settingsOptions.settings(spec.commandLine().getParseResult(), hadoop(), Optional.empty());
    FeaturesAction.Request request =
        new FeaturesAction.Request(
            model.run(),
            table.beside(data, TableManifest.Kind.FEATURES.column()),
            layer == null ? OptionalInt.empty() : OptionalInt.of(layer),
            out,
            classify,
            settings,
            overwrite);
    return withSpark(spark -> new FeaturesAction(spark, request, common.progress()).execute());
  }
}
