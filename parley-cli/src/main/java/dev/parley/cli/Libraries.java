package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds the jars of libraries. */
interface Libraries {
  /**
   * Finds the jars of libraries and of what they need themselves.
   *
   * @throws UserProblem if one of them cannot be had
   */
  List<Path> find(List<Coordinate> coordinates) throws IOException;
}
