package dev.parley.cli;

import dev.parley.internal.app.RunningServers;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code parley} command. */
@Command(
    name = "parley",
    description = "WebSocket services in plain, straight-line Java.",
    subcommands = {
      RunCommand.class,
      DevCommand.class,
      CertificateCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = VersionCommand.Provider.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:as wanted, also when a signal has stopped a server",
      "1:the program does not compile, does not start or has failed",
      "2:the command line cannot be read"
    })
public final class ParleyCommand {
  private ParleyCommand() {}

  /**
   * Runs the command. Ends the process where it failed or was asked to stop; else it goes on as
   * long as the program has threads, as with the java command.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    int exitCode = commandLine().execute(args);
    if (exitCode != ExitCode.OK || RunningServers.isStopping()) {
      System.exit(exitCode);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new ParleyCommand())
        .setExecutionExceptionHandler((failure, command, _) -> {
          Problems.print(failure, command.getErr());
          return ExitCode.FAILED;
        });
  }
}
