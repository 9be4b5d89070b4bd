package dev.parley.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a certificate for development. */
@Command(
    name = "certificate",
    description = {
      "Makes a certificate that vouches for itself, and its key: for development, not for the"
          + " internet.",
      "Browsers warn of it until it is among those that they trust. 'dev --tls' makes one by"
          + " itself."
    })
final class CertificateCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where certificate.pem and certificate-key.pem go. Default: here.")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "A host name or address that it is for; several times for several. Default: localhost,"
              + " 127.0.0.1 and ::1.")
  private List<String> names = DevelopmentCertificate.LOCAL_NAMES;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var certificate = DevelopmentCertificate.make(folder.toAbsolutePath(), names);
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("PARLEY_TLS_CERTIFICATES=" + certificate.chain());
    out.println("PARLEY_TLS_KEYS=" + certificate.key());
    return ExitCode.OK;
  }
}
