package io.causerie.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.causerie.amqp.violation.QueueThatKnowsAKind;
import io.causerie.camel.violation.KindThatReadsRoutes;
import io.causerie.cloudevents.violation.KindThatKnowsTheRuntime;
import io.causerie.http.violation.HttpThatKnowsAKind;
import io.causerie.idoc.violation.FolderThatKnowsTheEngine;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.violation.ModelThatKnowsSql;
import io.causerie.model.violation.ModelThatKnowsTheEngine;
import io.causerie.model.violation.ModelThatReadsTimes;
import io.causerie.odata.violation.KindThatKnowsAKind;
import io.causerie.odata.violation.KindWithAClientOfItsOwn;
import io.causerie.runtime.violation.RuntimeThatKnowsAKind;
import io.causerie.runtime.violation.RuntimeThatKnowsTheServer;
import io.causerie.runtime.violation.RuntimeThatSaysItInEnglishAlone;
import io.causerie.salesforce.violation.KindThatKnowsOData;
import io.causerie.sap.violation.SystemThatKnowsAKind;
import io.causerie.server.api.violation.ApiThatKnowsTheStore;
import io.causerie.server.api.violation.ApiThatReadsRows;
import io.causerie.server.signin.violation.SignInThatMakesStatements;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Door;
import io.causerie.spi.RejectedEventException;
import io.causerie.spi.SourceException;
import io.causerie.spi.violation.SpiThatKnowsCamel;
import io.causerie.spi.violation.SpiThatKnowsTheRuntime;
import io.causerie.sql.violation.KindThatKnowsTheEngine;
import io.causerie.webhook.violation.DoorThatKnowsTheRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the design, between the modules; each rule is seen to fail, too. */
class ArchitectureTest {
  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("/violation"))
          // A system of tests, which nobody ships.
          .withImportOption(location -> !location.contains("/contract/board/"))
          // What stands in for a source in tests is no part of the application.
          .withImportOption(location -> !location.contains("-fake"))
          .importPackages("io.causerie");

  /** The packages of all kinds on the class path: a new one needs no line here. */
  private static final List<String> KINDS =
      ALL.stream()
          .filter(c -> c.isAssignableTo(ConnectorKind.class) && !c.isInterface())
          .map(JavaClass::getPackageName)
          .distinct()
          .sorted()
          .toList();

  /** Who passes on the words of others: of steps of a route, of kinds that are plug-ins. */
  private static final String QUOTING =
      "io\\.causerie\\.(model\\.phrase\\..*|spi\\.(RejectedEventException|SourceException|Door.Fault)|runtime\\.Quotes|sql\\.Secrets)";

  /** Who has SQL: the rows of a feature, or the statements of one that reads others' rows too. */
  private static final String STORE = ".*(Store|Sql)(\\$.*)?";

  /** What the runtime and operators keep of connectors. */
  private static final String RUNTIMES =
      ".*\\.connector\\.(Break|BulkLoad|Connector|Duty|Reconciliation|Request)Store(\\$.*)?";

  /**
   * A rule, and classes of which each breaks it.
   *
   * @param broken at least one
   */
  private record Rule(String name, ArchRule rule, Class<?>... broken) {}

  private static Stream<Rule> rules() {
    return Stream.concat(
        Stream.of(
            new Rule(
                "the model knows nobody",
                onlyKnows("io.causerie.model", List.of()),
                ModelThatKnowsTheEngine.class),
            new Rule(
                "the model does no I/O and sees no Camel",
                keepsOut(
                    "io.causerie.model", "org.apache.camel..", "java.sql..", "java.net.http.."),
                ModelThatKnowsSql.class),
            new Rule(
                "the SPI knows the model only",
                onlyKnows("io.causerie.spi", List.of("io.causerie.model..")),
                SpiThatKnowsTheRuntime.class),
            new Rule(
                "what speaks HTTP knows the SPI and no kind",
                onlyKnows("io.causerie.http", List.of("io.causerie.model..", "io.causerie.spi..")),
                HttpThatKnowsAKind.class),
            new Rule(
                "kinds speak HTTP by core/http alone",
                noClasses()
                    .that()
                    .resideInAnyPackage(KINDS.stream().map(k -> k + "..").toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("okhttp3..", "java.net.http.."),
                KindWithAClientOfItsOwn.class),
            new Rule(
                "Camel is the runtime's: neither the SPI nor a kind knows it",
                noClasses()
                    .that()
                    .resideInAnyPackage(
                        Stream.concat(Stream.of("io.causerie.spi"), KINDS.stream())
                            .map(each -> each + "..")
                            .toArray(String[]::new))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.camel.."),
                SpiThatKnowsCamel.class),
            new Rule(
                "the runtime knows no server and no kind",
                keepsOut(
                    "io.causerie.runtime",
                    Stream.concat(
                            Stream.of("io.causerie.server..", "io.javalin.."),
                            KINDS.stream().map(k -> k + ".."))
                        .toArray(String[]::new)),
                RuntimeThatKnowsTheServer.class,
                RuntimeThatKnowsAKind.class),
            new Rule(
                "the engine's store is the engine's and the sign-in's",
                noClasses()
                    .that()
                    .resideOutsideOfPackages(
                        "io.causerie.engine..",
                        // The contract test looks into the database for what must not be there.
                        "io.causerie.contract..",
                        "io.causerie.server",
                        "io.causerie.server.signin",
                        "io.causerie.server.back",
                        "io.causerie.server.cli")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.causerie.engine.store.."),
                ApiThatKnowsTheStore.class),
            new Rule(
                "rows of the engine are the engine's",
                noClasses()
                    .that()
                    .resideOutsideOfPackage("io.causerie.engine..")
                    .should()
                    .dependOnClassesThat(
                        resideInAPackage("io.causerie.engine..")
                            .and(nameMatching(STORE))
                            // What the runtime keeps of its connectors: no word of people.
                            .and(not(nameMatching(RUNTIMES)))
                            // What a row of a source is compared by; the statements are not these.
                            .and(not(nameMatching(".*\\.SourceRowStore\\$(Found|Compared)")))),
                ApiThatReadsRows.class),
            new Rule(
                "statements are made in stores",
                noClasses()
                    .that()
                    .haveNameNotMatching(STORE)
                    // The store itself: tables, dialects, ids, what all features hold; load.
                    .and()
                    .resideOutsideOfPackages("io.causerie.engine.store..", "io.causerie.bench..")
                    .should()
                    .callMethodWhere(
                        target(owner(type(Handle.class)))
                            .and(target(nameMatching("(create|prepare|execute|select).*")))),
                SignInThatMakesStatements.class),
            new Rule(
                "times of sources are read in one place",
                readsNoTimes("io.causerie.model.time"),
                ModelThatReadsTimes.class),
            new Rule(
                "what Causerie says has a code; who passes on the words of others stands here",
                noClasses()
                    .that()
                    .haveNameNotMatching(QUOTING)
                    .should()
                    .callMethod(Phrase.class, "quoted", String.class)
                    .orShould()
                    .callConstructor(RejectedEventException.class, String.class)
                    .orShould()
                    .callConstructor(Door.Fault.class, String.class, String.class)
                    .orShould()
                    .callConstructor(
                        SourceException.class,
                        SourceException.Fault.class,
                        String.class,
                        String.class,
                        Throwable.class)
                    .orShould()
                    .callConstructor(
                        SourceException.class,
                        SourceException.Fault.class,
                        String.class,
                        String.class,
                        Duration.class,
                        Throwable.class),
                RuntimeThatSaysItInEnglishAlone.class)),
        KINDS.stream()
            .map(
                kind ->
                    new Rule(
                        kind + " knows what a kind is written against, and no other kind",
                        onlyKnows(
                            kind,
                            List.of(
                                "io.causerie.spi..", "io.causerie.model..", "io.causerie.http..")),
                        broken(kind))));
  }

  private static Class<?>[] broken(String kind) {
    return switch (kind) {
      case "io.causerie.amqp" -> new Class<?>[] {QueueThatKnowsAKind.class};
      case "io.causerie.camel" -> new Class<?>[] {KindThatReadsRoutes.class};
      case "io.causerie.cloudevents" -> new Class<?>[] {KindThatKnowsTheRuntime.class};
      case "io.causerie.webhook" -> new Class<?>[] {DoorThatKnowsTheRuntime.class};
      case "io.causerie.idoc" -> new Class<?>[] {FolderThatKnowsTheEngine.class};
      case "io.causerie.odata" -> new Class<?>[] {KindThatKnowsAKind.class};
      case "io.causerie.salesforce" -> new Class<?>[] {KindThatKnowsOData.class};
      case "io.causerie.sap" -> new Class<?>[] {SystemThatKnowsAKind.class};
      case "io.causerie.sql" -> new Class<?>[] {KindThatKnowsTheEngine.class};
      default ->
          throw new IllegalStateException(
              kind + " needs a class in " + kind + ".violation that breaks its rule, named here");
    };
  }

  private static ArchRule keepsOut(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  /** Of ours, a module knows itself and some others; whatever else is new is out. */
  private static ArchRule onlyKnows(String module, List<String> others) {
    String[] known =
        Stream.concat(Stream.of(module + ".."), others.stream()).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat(resideInAPackage("io.causerie..").and(not(resideInAnyPackage(known))));
  }

  private static ArchRule readsNoTimes(String reader) {
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
                .and(not(target(owner(type(Instant.class)))))
                // An hour of the configuration's is no time of a source.
                .and(not(target(owner(type(LocalTime.class))))));
  }

  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return rules().map(r -> DynamicTest.dynamicTest(r.name(), () -> r.rule().check(ALL)));
  }

  @TestFactory
  Stream<DynamicTest> ruleFailsOnAClassThatBreaksIt() {
    return rules()
        .flatMap(
            r ->
                Stream.of(r.broken())
                    .map(
                        broken ->
                            DynamicTest.dynamicTest(
                                r.name() + ": " + broken.getSimpleName(),
                                () ->
                                    assertThat(
                                            r.rule()
                                                .evaluate(
                                                    new ClassFileImporter().importClasses(broken))
                                                .hasViolation())
                                        .isTrue())));
  }

  @Test
  void kindsAreFoundByWhatTheyAre() {
    assertThat(KINDS)
        .contains(
            "io.causerie.amqp",
            "io.causerie.camel",
            "io.causerie.cloudevents",
            "io.causerie.idoc",
            "io.causerie.odata",
            "io.causerie.salesforce",
            "io.causerie.sap",
            "io.causerie.sql",
            "io.causerie.webhook");
  }
}
