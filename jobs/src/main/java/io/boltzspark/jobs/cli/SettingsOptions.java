package io.boltzspark.jobs.cli;

import io.boltzspark.jobs.settings.Reference;
import io.boltzspark.jobs.settings.ReferenceFile;
import io.boltzspark.jobs.settings.SettingOption;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.store.RunDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/**
 * The options of a command that has {@link Settings}: {@code --config}, {@code --set}, and one for
 * each {@link SettingOption} it chooses, made from the reference so that help and defaults agree.
 */
public final class SettingsOptions {
  private static final String FOOTER_INDENT = " ".repeat(6);
  private static final int FOOTER_WIDTH = 90;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration file (HOCON) with any of the settings below, such as config.conf of a"
              + " run.")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting, e.g. learning.k=5. Can be repeated.")
  private List<String> assignments = new ArrayList<>();

  /** Adds an option for each of these settings, and a list of all other settings below them. */
  public static void addTo(CommandSpec spec, SettingOption... chosen) {
    Set<String> others = new LinkedHashSet<>(Reference.keys());
    for (SettingOption option : chosen) {
      spec.addOption(describe(option));
      others.remove(option.key());
    }
    List<String> footer = new ArrayList<>(Arrays.asList(spec.usageMessage().footer()));
    footer.add("%nSettings without an option here, for --set and --config:");
    others.forEach(key -> explain(Reference.FILE, key, footer));
    spec.usageMessage().footer(footer.toArray(new String[0]));
  }

  /** Adds every key of another kind of configuration below a command's help. */
  public static void listKeys(CommandSpec spec, ReferenceFile reference) {
    List<String> footer = new ArrayList<>(Arrays.asList(spec.usageMessage().footer()));
    reference.keys().forEach(key -> explain(reference, key, footer));
    spec.usageMessage().footer(footer.toArray(new String[0]));
  }

  private static void explain(ReferenceFile reference, String key, List<String> footer) {
    int first = footer.size();
    // Broken here: picocli would break a long list at hyphens, too.
    indented("%s = %s".formatted(key, escape(reference.defaultText(key))), footer);
    footer.set(first, "  " + footer.get(first).strip());
    indented(escape(reference.meaning(key)), footer);
  }

  /**
   * The settings that the command line, the file and the reference give, in this order.
   *
   * @param parsed of the command itself
   * @param hadoop gives access to files
   * @param resumed the run whose stored configuration is used when no file is given
   * @throws io.boltzspark.errors.BoltzException when a setting is unknown or invalid
   */
  public Settings settings(
      ParseResult parsed, Configuration hadoop, Optional<RunDirectory> resumed) {
    return layers(parsed, hadoop, resumed).settings();
  }

  /** The same before they are read, so that more layers can be added. */
  public SettingsLayers layers(
      ParseResult parsed, Configuration hadoop, Optional<RunDirectory> resumed) {
    return layers(
        parsed,
        hadoop,
        layers ->
            resumed.ifPresent(
                run -> layers.text(run.readConfig(), "config.conf of " + run.path())));
  }

  /**
   * The same.
   *
   * @param otherwise gives a file's settings when the command line names none
   */
  public SettingsLayers layers(
      ParseResult parsed, Configuration hadoop, Consumer<SettingsLayers> otherwise) {
    SettingsLayers layers = new SettingsLayers();
    if (config != null) {
      layers.file(hadoop, config);
    } else {
      otherwise.accept(layers);
    }
    assignments.forEach(layers::set);
    for (SettingOption option : SettingOption.values()) {
      OptionSpec spec = parsed.matchedOption(option.option());
      if (spec != null) {
        Object value = spec.getValue();
        layers.option(option, value.toString());
      }
    }
    return layers;
  }

  private static OptionSpec describe(SettingOption option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.option())
            .description(
                "%s%n(default: %s; key: %s)"
                    .formatted(
                        escape(Reference.meaning(option.key())),
                        escape(Reference.defaultText(option.key())),
                        option.key()));
    return Reference.isSwitch(option.key())
        ? builder.type(Boolean.class).arity("0").negatable(true).build()
        : builder.type(String.class).paramLabel(option.label()).build();
  }

  /** Breaks a text into lines that stay below their heading. */
  private static void indented(String text, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() + 1 + word.length() > FOOTER_WIDTH) {
        lines.add(FOOTER_INDENT + line);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(FOOTER_INDENT + line);
  }

  /** Picocli passes these texts to a formatter. */
  private static String escape(String text) {
    return text.replace("%", "%%");
  }
}
