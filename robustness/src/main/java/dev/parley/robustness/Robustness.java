package dev.parley.robustness;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command {@code robustness/run}. */
@Command(
    name = "robustness/run",
    description = "Abuses a server, or has it served mixed traffic for long.",
    subcommands = {AbuseCommand.class, SoakCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no fault was found",
      "1:a fault was found, or the measurement has failed",
      "2:the command line cannot be read"
    })
final class Robustness {
  /** Where results go, whatever else is written. */
  static final Path OUTPUT = Path.of("robustness", "target", "results");

  static final int SOUND = 0;
  static final int FAULTS = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Tells what there is.")
  @SuppressWarnings("unused") // The library looks whether it is there.
  private boolean helpWanted;

  private Robustness() {}

  static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  static CommandLine command() {
    return new CommandLine(new Robustness()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Refuses what an option does not allow. */
  static void requireWithin(
      @Nullable CommandSpec command, String option, Number value, Number least, Number most) {
    boolean within =
        value.doubleValue() >= least.doubleValue() && value.doubleValue() <= most.doubleValue();
    if (!within) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          option + " is " + value + "; expected " + least + " to " + most + ".");
    }
  }
}
