package io.causerie.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.origin;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.causerie.engine.access.Standing;
import io.causerie.engine.store.Database;
import io.causerie.engine.violation.EngineAroundTheDoor;
import io.causerie.engine.violation.EngineInACircle;
import io.causerie.engine.violation.EngineThatKnowsTheSpi;
import io.causerie.engine.violationthere.There;
import org.jdbi.v3.core.Handle;
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

  /** Rows for people are had with a standing, and a standing from the door alone. */
  private static final ArchRule ONE_DOOR =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.causerie.engine.access..")
          .should()
          .callConstructorWhere(
              target(owner(assignableTo(Standing.class)))
                  .as("a standing is made outside the door"));

  private static final ArchRule ROWS_FOR_READERS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .haveNameMatching(".*\\.(FeedSql|Talk|Marks|UnreadStore|StandingSql)")
          .and(ask())
          .should(haveAStanding());

  /** Nothing is read or written on somebody's behalf but through the door. */
  private static final ArchRule NO_OTHER_WAY =
      noClasses()
          .that()
          .resideInAnyPackage("io.causerie.engine.feed..", "io.causerie.engine.discussion..")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(Database.class)))
                  .and(target(nameMatching("read|write|writing")))
                  // Its own name is all that a reader is shown who names no record.
                  .and(not(origin(name("alone")))));

  private static DescribedPredicate<JavaMethod> ask() {
    return DescribedPredicate.describe(
        "ask the database",
        method ->
            method.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Handle.class)));
  }

  private static ArchCondition<JavaMethod> haveAStanding() {
    return new ArchCondition<>("have a standing as parameter") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean has =
            method.getParameterTypes().stream()
                .anyMatch(t -> t.getName().contains(Standing.class.getName()));
        events.add(new SimpleConditionEvent(method, has, method.getFullName()));
      }
    };
  }

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
  void whatPeopleReadIsHadThroughOneDoor() {
    ONE_DOOR.check(production());
    ROWS_FOR_READERS.check(production());
    NO_OTHER_WAY.check(production());
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
    assertThat(ONE_DOOR.evaluate(importer.importClasses(EngineAroundTheDoor.class)).hasViolation())
        .isTrue();
    assertThat(
            FEATURES_WITHOUT_CYCLES
                .evaluate(importer.importClasses(EngineInACircle.class, There.class))
                .hasViolation())
        .isTrue();
  }
}
