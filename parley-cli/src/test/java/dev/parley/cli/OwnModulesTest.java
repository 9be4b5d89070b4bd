package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnModulesTest {
  @TempDir private Path folder;
  private Path jwt;
  private Path validation;
  private Path validator;

  @BeforeEach
  void bringAlong() {
    jwt = Sources.write(folder, "parley-jwt/parley-jwt.jar", "");
    validation = Sources.write(folder, "parley-validation/parley-validation.jar", "");
    validator = Sources.write(folder, "parley-validation/validator.jar", "");
  }

  private List<Path> jars(String source) throws Exception {
    var file = Sources.write(folder, "App.java", source);
    return new OwnModules(folder).jars(file, SourceDirectives.libraries(file));
  }

  @Test
  void findsNothingForAProgramThatNeedsNothing() throws Exception {
    assertThat(jars("import dev.parley.*; void main() {}")).isEmpty();
  }

  @Test
  void findsValidationByAnImport() throws Exception {
    assertThat(jars("import jakarta.validation.constraints.*;"))
        .containsExactly(validation, validator);
  }

  @Test
  void findsTokensByAnImport() throws Exception {
    assertThat(jars("import dev.parley.jwt.JwtVerifier;")).containsExactly(jwt);
  }

  @Test
  void findsWhatTheFileNames() throws Exception {
    assertThat(jars("//DEPS dev.parley:parley-validation:0.1.0 dev.parley:parley:0.1.0"))
        .containsExactly(validation, validator);
  }
}
