package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code dev} have in common. */
final class ProgramOptions {
  static final String PORT_PROPERTY = "parley.port";
  private static final String CERTIFICATES_PROPERTY = "parley.tlsCertificates";
  private static final String HOST_PROPERTY = "parley.host";

  /** The folder of the program, for files that lie beside it. */
  private static final String HOME_PROPERTY = "parley.home";

  private static final int MAX_PORT = 65_535;

  @Parameters(index = "0", paramLabel = "FILE", description = "The program: a Java source file.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "Arguments of the program; after -- also those that begin with a dash.")
  private List<String> arguments = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on, 0 to 65535; 0 picks a free one. Default 8000.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on. Default 127.0.0.1; 0.0.0.0 for every interface.")
  private @Nullable String host;

  @Option(
      names = "-D",
      paramLabel = "NAME=VALUE",
      description =
          "Sets a system property. Each option of a server is one, for example"
              + " -Dparley.maxConnections=100.")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--tls",
      description =
          "Speaks TLS (https, wss) with a certificate for development, which is made where there is"
              + " none. Ignored where parley.tlsCertificates names another one.")
  private boolean tls;

  /** The program, with the options as the system properties by which a server reads them. */
  Program program() throws IOException {
    properties.forEach(System::setProperty);
    if (port != null) {
      if (port < 0 || port > MAX_PORT) {
        throw new UserProblem("--port is " + port + "; expected 0 to " + MAX_PORT + ".");
      }
      System.setProperty(PORT_PROPERTY, port.toString());
    }
    if (host != null) {
      System.setProperty(HOST_PROPERTY, host);
    }
    if (tls) {
      speakTls();
    }
    var program = Program.of(file, arguments);
    setDefault(HOME_PROPERTY, program.folder().toString());
    return program;
  }

  private static void speakTls() throws IOException {
    if (System.getenv("PARLEY_TLS_CERTIFICATES") == null
        && System.getProperty(CERTIFICATES_PROPERTY) == null) {
      var certificate = DevelopmentCertificate.ofMachine(UserFolder.cache());
      System.setProperty(CERTIFICATES_PROPERTY, certificate.chain().toString());
      System.setProperty("parley.tlsKeys", certificate.key().toString());
    }
  }

  /** Sets a system property that has no value. */
  static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
