package io.boltzspark.jobs.doctor;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import picocli.CommandLine.Command;

/** {@code boltz doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at what this environment has: Java, Spark, cores, memory, native BLAS and its speed,"
          + " the temporary directory, MNIST; and says what to do about whatever is wrong.",
      "Ends with 0 when everything needed is there, with 5 when something is missing."
    },
    footer = {"%nExamples:", "  boltz doctor", "  boltz doctor --json"})
public final class DoctorCommand extends JobCommand {

  @Override
  protected ActionResult perform() {
    return Doctor.examine();
  }
}
