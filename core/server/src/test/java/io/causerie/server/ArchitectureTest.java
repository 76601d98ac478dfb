package io.causerie.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
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

  private static ArchRule readsNoTimesBut(String reader) {
    return noClasses()
        .that()
        .resideInAPackage("io.causerie..")
        .and()
        .resideOutsideOfPackages(reader, "io.causerie.bench..", "io.causerie.quickstart..")
        .should()
        .callMethodWhere(
            target(nameStartingWith("parse"))
                .and(
                    target(
                        owner(
                            assignableTo(TemporalAccessor.class)
                                .or(assignableTo(DateTimeFormatter.class)))))
                // What Causerie itself wrote: a cursor, a constant.
                .and(not(target(owner(type(Instant.class))))));
  }

  @Test
  void timesOfSourcesAreReadInOnePlace() {
    readsNoTimesBut("io.causerie.model.time").check(ALL);
    assertThat(readsNoTimesBut("nowhere").evaluate(ALL).hasViolation()).isTrue();
  }

  @Test
  void ruleFailsOnAClassThatBreaksIt() {
    assertThat(keepsOut("server", "io.causerie.engine..").evaluate(ALL).hasViolation()).isTrue();
    assertThat(keepsOut("runtime", "org.apache.camel..").evaluate(ALL).hasViolation()).isTrue();
  }
}
