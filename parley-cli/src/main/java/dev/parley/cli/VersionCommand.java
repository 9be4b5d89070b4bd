package dev.parley.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells the versions that a report of a problem should name. */
@Command(name = "version", description = "Tells the version of Parley and of Java.")
final class VersionCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Objects.requireNonNull(spec).commandLine().getOut().println(text());
    return ExitCode.OK;
  }

  static String text() {
    var version = VersionCommand.class.getPackage().getImplementationVersion();
    return "parley %s on Java %s (%s)"
        .formatted(
            version == null ? "development" : version,
            Runtime.version(),
            System.getProperty("os.name"));
  }

  /** The same text for {@code --version}. */
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {text()};
    }
  }
}
