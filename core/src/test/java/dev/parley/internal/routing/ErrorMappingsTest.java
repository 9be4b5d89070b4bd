package dev.parley.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ErrorReply;
import dev.parley.internal.app.GroupDefinition.ErrorMapping;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorMappingsTest {
  private static final ErrorMapping ANY = mapping(Throwable.class, "any");
  private static final ErrorMapping IO = mapping(IOException.class, "io");
  private static final ErrorMapping FILE = mapping(FileNotFoundException.class, "file");

  @Test // Semantics 176
  void nearestTypeCounts() {
    var mappings = new ErrorMappings(List.of(List.of(ANY, IO, FILE)));

    assertThat(mappings.find(new FileNotFoundException()).orElseThrow().message())
        .isEqualTo("file");
    assertThat(mappings.find(new IOException()).orElseThrow().message()).isEqualTo("io");
    assertThat(mappings.find(new Error()).orElseThrow().message()).isEqualTo("any");
  }

  @Test
  void innermostGroupCounts() {
    var mappings = new ErrorMappings(List.of(List.of(IO), List.of(FILE, ANY)));

    assertThat(mappings.find(new FileNotFoundException()).orElseThrow().message()).isEqualTo("io");
    assertThat(mappings.find(new Error()).orElseThrow().message()).isEqualTo("any");
  }

  @Test
  void findsNothingForOtherTypes() {
    assertThat(new ErrorMappings(List.of(List.of(IO))).find(new RuntimeException())).isEmpty();
  }

  private static ErrorMapping mapping(Class<? extends Throwable> type, String message) {
    return new ErrorMapping(type, _ -> new ErrorReply(400, 4000, message));
  }
}
