package io.causerie.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.causerie.engine.violation.EngineInACircle;
import io.causerie.engine.violation.EngineThatKnowsTheSpi;
import io.causerie.engine.violationthere.There;
import org.junit.jupiter.api.Test;

/** The arrows of the design, inside the engine. */
class ArchitectureTest {
  private static final ArchRule NO_CAMEL_NO_HTTP =
      noClasses()
          .that()
          .resideInAPackage("io.causerie.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.camel..",
              "io.javalin..",
              "okhttp3..",
              "jakarta.servlet..",
              "io.causerie.runtime..",
              "io.causerie.spi..",
              "io.causerie.server..");

  private static final ArchRule FEATURES_WITHOUT_CYCLES =
      slices().matching("io.causerie.engine.(*)..").should().beFreeOfCycles();

  private static JavaClasses production() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("io.causerie.engine");
  }

  @Test
  void engineNeverSeesCamelOrHttp() {
    NO_CAMEL_NO_HTTP.check(production());
  }

  @Test
  void featuresDependOnEachOtherInOneDirection() {
    FEATURES_WITHOUT_CYCLES.check(production());
  }

  @Test
  void rulesFailOnClassesThatBreakThem() {
    ClassFileImporter importer = new ClassFileImporter();

    assertThat(
            NO_CAMEL_NO_HTTP
                .evaluate(importer.importClasses(EngineThatKnowsTheSpi.class))
                .hasViolation())
        .isTrue();
    assertThat(
            FEATURES_WITHOUT_CYCLES
                .evaluate(importer.importClasses(EngineInACircle.class, There.class))
                .hasViolation())
        .isTrue();
  }
}
