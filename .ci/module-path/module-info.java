/** A program on the module path. */
module smoke {
  requires dev.parley;
  requires java.net.http;

  // To call the handlers, and to write the records.
  opens smoke to
      dev.parley,
      tools.jackson.databind;
}
