package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** A certificate for this run, signed by itself, in PEM files. */
record Certificate(Path chain, Path key) {
  static boolean canBeMade() {
    return Shell.has("openssl");
  }

  static Certificate in(Path folder) {
    return new Certificate(folder.resolve("chain.pem"), folder.resolve("key.pem"));
  }

  void make() {
    Shell.require(
        chain.resolveSibling(""),
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            key.toString(),
            "-out",
            chain.toString()));
  }
}
