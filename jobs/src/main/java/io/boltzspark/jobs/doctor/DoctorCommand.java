package io.boltzspark.jobs.doctor;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.ErrorReport;
import io.boltzspark.jobs.cli.JobCommand;
import picocli.CommandLine.Command;

/** {@code boltz doctor}. */
@Command(
    name = "doctor",
    description = {
      "Checks the environment (Java, Spark, cores, memory, native BLAS and its speed, MNIST, the"
          + " temporary directory, a Spark session with one task) and suggests a remedy for each"
          + " problem. With --master it starts the session there.",
      "Exits with 0 when everything required is present, otherwise with 5."
    },
    footer = {"%nExamples:", "  boltz doctor", "  boltz doctor --json"})
public final class DoctorCommand extends JobCommand {

  @Override
  protected ActionResult perform() {
    return Doctor.examine(
        hadoop(), new SessionCheck(this::withSpark, error -> ErrorReport.of(error).message()));
  }
}
