package dev.parley.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code parley} command. */
@Command(
    name = "parley",
    description = "WebSocket services in plain, straight-line Java.",
    subcommands = {RunCommand.class, DevCommand.class, HelpCommand.class},
    mixinStandardHelpOptions = true,
    versionProvider = ParleyCommand.Version.class)
public final class ParleyCommand {
  private ParleyCommand() {}

  /**
   * Runs the command and ends the process.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ParleyCommand())
        .setExecutionExceptionHandler((failure, command, _) -> {
          Problems.print(failure, command.getErr());
          return 1;
        });
  }

  /** Tells the version of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = ParleyCommand.class.getPackage().getImplementationVersion();
      return new String[] {"parley " + (version == null ? "(development)" : version)};
    }
  }
}
