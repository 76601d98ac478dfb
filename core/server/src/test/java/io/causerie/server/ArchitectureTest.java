package io.causerie.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows of the design, between the modules. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.causerie");

  private static ArchRule keepsOut(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage("io.causerie." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  @Test
  void modelKnowsNobody() {
    keepsOut(
            "model",
            "io.causerie.engine..",
            "io.causerie.spi..",
            "io.causerie.runtime..",
            "io.causerie.server..",
            "org.apache.camel..",
            "java.sql..",
            "java.net.http..")
        .check(ALL);
  }

  @Test
  void connectorsKnowOnlyTheModelAndTheirContract() {
    for (String module : List.of("cloudevents", "sql", "odata", "spi")) {
      keepsOut(module, "io.causerie.engine..", "io.causerie.runtime..", "io.causerie.server..")
          .check(ALL);
    }
  }

  @Test
  void runtimeKnowsNoServerAndNoConnector() {
    keepsOut(
            "runtime",
            "io.causerie.server..",
            "io.causerie.cloudevents..",
            "io.causerie.sql..",
            "io.causerie.odata..",
            "io.javalin..")
        .check(ALL);
  }

  @Test
  void storeIsTheEnginesAndTheSignInsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.causerie.engine..",
            "io.causerie.server",
            "io.causerie.server.signin",
            "io.causerie.server.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.causerie.engine.store..")
        .check(ALL);
  }

  @Test
  void ruleFailsOnAClassThatBreaksIt() {
    assertThat(keepsOut("server", "io.causerie.engine..").evaluate(ALL).hasViolation()).isTrue();
    assertThat(keepsOut("runtime", "org.apache.camel..").evaluate(ALL).hasViolation()).isTrue();
  }
}
