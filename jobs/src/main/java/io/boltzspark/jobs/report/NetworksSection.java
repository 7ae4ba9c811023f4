package io.boltzspark.jobs.report;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.Numbers;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.ParameterSpec;
import io.boltzspark.network.ParameterSpec.Kind;
import java.util.List;

/** The layers of a generative adversarial network, with their outputs and parameters. */
final class NetworksSection implements Section {
  @Override
  public String title() {
    return "Networks";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    if (runs.get(0).network().isEmpty()) {
      return;
    }
    AdversarialNetworks networks = runs.get(0).network().get().networks();
    html.element(
        "p",
        "Outputs are height x width x channels, or units. Moving averages are counted with the"
            + " parameters, but follow the batches instead of a gradient.",
        "class",
        "meaning");
    write(html, "Generator", networks.generator());
    write(html, "Discriminator", networks.discriminator());
  }

  private static void write(Html html, String title, NetworkSpec network) {
    html.element("h3", title).table(List.of("layer", "output", "parameters"));
    html.row("input", List.of(network.input().toString(), ""));
    for (int l = 0; l < network.layers().size(); l++) {
      LayerSpec layer = network.layers().get(l);
      int size = layer.parameters(network.inputOf(l)).stream().mapToInt(ParameterSpec::size).sum();
      html.row(
          LayerText.of(layer),
          List.of(network.inputOf(l + 1).toString(), size == 0 ? "" : Numbers.count(size)));
    }
    int all = network.size(Kind.KERNEL) + network.size(Kind.UNIT) + network.size(Kind.MOVING);
    html.row("all", List.of("", Numbers.count(all))).endTable();
  }
}
