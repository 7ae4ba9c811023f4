package io.boltzspark.jobs.benchmark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz plan}. */
@Command(
    name = "plan",
    description = {
      "Predicts how long a training step takes on clusters of several sizes, and how"
          + " efficiently it uses them, from the measurements of boltz benchmark --suite scale.",
      "Each executor computes its share with one thread per core. Statistics go to the"
          + " driver and parameters come back, one message per executor each way, through the"
          + " driver's single network interface. Besides the current exchange, the table shows two"
          + " alternatives: 4 parameter servers that each hold a part of the numbers, and a tree"
          + " in which each executor serves 4 others. It also shows the efficiency with 10 times"
          + " the minibatch and chains, or 10 times the sweeps, and a step where lanes make H by"
          + " themselves (train --local-steps H): one exchange of parameters and Adam's moments for"
          + " H steps; the H wanted is the smallest power of two with which exchange and driver"
          + " take at most a fifth of a step.",
      "Assumptions: all executors and cores are as fast as the measured ones, nothing else"
          + " is running, and computing, copying and network transfers do not overlap."
    },
    footer = {
      "%nExamples:",
      "  boltz benchmark --suite scale --series k,batch,hidden,executors --json > scale.json",
      "  boltz plan --from scale.json",
      "  boltz plan --from scale.json --hidden 500 --batch-size 1000 --k 10 --cores 4 --bandwidth"
          + " 10Gbit --latency 100us"
    })
public final class PlanCommand extends JobCommand {
  private static final Pattern BANDWIDTH = Pattern.compile("([0-9]+(?:[.][0-9]+)?)(G|M)bit");
  private static final Pattern LATENCY = Pattern.compile("([0-9]+(?:[.][0-9]+)?)(us|ms)");
  private static final Map<String, Double> UNITS =
      Map.of("G", 1e9, "M", 1e6, "us", 1e-6, "ms", 1e-3);

  @Option(
      names = "--from",
      required = true,
      paramLabel = "JSON",
      description = "Output of boltz benchmark --suite scale --json.")
  private String from;

  @Option(
      names = "--visible",
      defaultValue = "784",
      description = "Visible units (default: ${DEFAULT-VALUE}).")
  private int visible;

  @Option(
      names = "--hidden",
      defaultValue = "500",
      description = "Hidden units (default: ${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--batch-size",
      defaultValue = "1000",
      description = "Minibatch rows, and chains (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--k",
      defaultValue = "1",
      description = "Gibbs sweeps per step (default: ${DEFAULT-VALUE}).")
  private int k;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64,128,256",
      description = "Numbers of executors (default: ${DEFAULT-VALUE}).")
  private List<Integer> executors;

  @Option(
      names = "--cores",
      defaultValue = "4",
      description = "Cores per executor (default: ${DEFAULT-VALUE}).")
  private int cores;

  @Option(
      names = "--bandwidth",
      defaultValue = "10Gbit",
      description =
          "Bandwidth of each network interface, such as 10Gbit or 500Mbit (default:"
              + " ${DEFAULT-VALUE}).")
  private String bandwidth;

  @Option(
      names = "--latency",
      defaultValue = "100us",
      description = "One-way network latency, such as 100us or 1ms (default: ${DEFAULT-VALUE}).")
  private String latency;

  @Option(
      names = "--local-steps",
      defaultValue = "16",
      description =
          "Steps that lanes make by themselves between two exchanges, H, in the columns H and eff"
              + " (default: ${DEFAULT-VALUE}).")
  private int localSteps;

  @Override
  protected ActionResult perform() {
    atLeast(1, "--visible", visible);
    atLeast(1, "--hidden", hidden);
    atLeast(1, "--batch-size", batchSize);
    atLeast(1, "--k", k);
    atLeast(1, "--cores", cores);
    atLeast(1, "--local-steps", localSteps);
    executors.forEach(count -> atLeast(1, "--executors", count));
    PlanAction.Request request =
        new PlanAction.Request(
            new StepShape(visible, hidden, batchSize, batchSize, k),
            executors,
            cores,
            quantity("--bandwidth", bandwidth, BANDWIDTH, "10Gbit or 500Mbit"),
            quantity("--latency", latency, LATENCY, "100us or 1ms"),
            localSteps,
            from);
    return new PlanAction(hadoop(), request).execute();
  }

  private static double quantity(String option, String text, Pattern form, String example) {
    Matcher matcher = form.matcher(text);
    if (matcher.matches()) {
      double number = Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2));
      if (number > 0) {
        return number;
      }
    }
    throw new BoltzException(
        ExitCode.USAGE,
        String.format(
            Locale.ROOT,
            "%s %s is invalid: expected a number above 0 and its unit, such as %s",
            option,
            text,
            example));
  }
}
