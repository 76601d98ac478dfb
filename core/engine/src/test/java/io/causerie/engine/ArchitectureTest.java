package io.causerie.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.live.violation.LiveAroundTheDoor;
import io.causerie.engine.live.violation.RowsWithoutStanding;
import io.causerie.engine.store.Database;
import io.causerie.engine.violation.EngineAroundTheDoor;
import io.causerie.engine.violation.EngineInACircle;
import io.causerie.engine.violation.EngineThatKnowsTheSpi;
import io.causerie.engine.violationthere.There;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** The arrows of the design, inside the engine. */
class ArchitectureTest {
  /** Work on nobody's behalf, by class and method, and why it may see rows. */
  private static final Map<String, String> ON_NOBODYS_BEHALF =
      Map.ofEntries(
          entry("Discussion.alone", "her own name is all that she is shown who names no record"),
          entry("Rendering.items", "renders anew what stands, and shows it to nobody"),
          entry("Rendering.wordings", "the same"),
          entry("Rendering.anew", "the same"),
          entry("Given.of", "for comments that a page has been given"),
          entry("Copied.of", "the same"),
          entry("Copies.letter", "for the system that the author chose, and nobody here"),
          entry("Copies.answered", "the same"),
          entry("Copies.keep", "what became of it"),
          entry("Copies.changed", "which readers are to look anew; what they see they ask for"),
          entry("Copies.of", "for what a system says: a number, or that it waits"),
          entry("Copies.maySay", "the same"),
          entry("Records.find", "the number of a key, which the door is then asked for"),
          entry("Records.look", "the same"),
          entry("Records.meet", "makes what is not there; the door is then asked for it"),
          entry("Records.forAll", "for readers who each have a standing, see HeadForAll.seenBy"),
          entry("Live.span", "positions of the journal"),
          entry(
              "Live.beginnings",
              "positions, of lines that no reader of the record may not be told"),
          entry("Live.next", "which lines there are; what they say is read with standings"),
          entry("Live.since", "the same"),
          entry("SourceNotes.take", "what a source said: written, and shown to nobody"),
          entry("Item.find", "the same"),
          entry("Here.take", "the same"),
          entry("Here.find", "the same"),
          entry("Here.edit", "the same"),
          entry("Brought.of", "the same"),
          entry("There.take", "the same"),
          entry("There.said", "the same"),
          entry("There.actor", "the same"),
          entry("SourceNotes.places", "for operators: ids alone"),
          entry("Attachments.begin", "how much she has given herself"),
          entry("Attachments.finish", "hers: it belongs to nothing yet"),
          entry("Attachments.remove", "the same"),
          entry("Attachments.holdings", "hers who is erased: removed, and shown to nobody"),
          entry("Attachments.place", "where a file is, which the door is then asked for"),
          entry("Attachments.purge", "what belongs to nothing: removed, and shown to nobody"),
          entry("Contents.sweep", "what nobody has written down: the same"),
          entry("Contents.removeUnused", "the same"),
          entry("Kept.in", "that a content is there: written down, and shown to nobody"),
          entry("Contents.deliver", "for who looks for viruses, before anybody may have it"),
          entry("Contents.judge", "what became of that; which readers are to look anew"),
          entry("Follows.end", "locks what she said herself; nothing of it is shown"),
          entry("Follows.get", "what she said herself, of what the door lets her in to"),
          entry("Follows.list", "what she said herself; what is told of it is sieved"),
          entry("Follows.broad", "what she says herself of what everybody may name"),
          entry("Home.mark", "her own marks, of what the door let her see"),
          entry("Home.readUpTo", "her own mark, at a place of the journal"),
          entry("Home.stamps", "numbers that say when to look again"),
          entry("Tidings.<init>", "for readers of the journal; who is told of it is asked later"),
          entry("Notices.find", "for channels, which ask for her before they show it to her"),
          entry("Notices.mark", "her own marks, of what the door let her see"),
          entry("Notices.readUpTo", "her own mark, at a place of her inbox"),
          entry("Notices.stamps", "numbers that say when to look again"),
          entry("Settling.round", "when there is something to decide"),
          entry("Settling.decideSome", "which posts and persons the door is then asked for"),
          entry("Settling.settle", "with what the door says of each of them"),
          entry("Settling.decide", "the same"),
          entry("Settling.said", "what she said herself, by which it is decided"),
          entry("Live.lines", "has each reader's standing from the door"),
          entry("Live.standings", "what the door says itself"));

  private static final DescribedPredicate<JavaAccess<?>> WITHOUT_A_READER =
      DescribedPredicate.describe(
          "on nobody's behalf",
          access ->
              ON_NOBODYS_BEHALF.containsKey(name(access.getOrigin()))
                  || readsTheJournal(access.getOriginOwner()));

  /** What is written after the commit for whomever it concerns is read through the door later. */
  private static boolean readsTheJournal(JavaClass writing) {
    return writing.isAssignableTo(JournalReader.class)
        || writing.getEnclosingClass().filter(ArchitectureTest::readsTheJournal).isPresent();
  }

  private static String name(JavaCodeUnit unit) {
    return unit.getOwner().getSimpleName() + "." + unit.getName();
  }

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

  /** Where what people are shown is put together. */
  private static final String[] SHOWN = {
    "io.causerie.engine.feed..",
    "io.causerie.engine.discussion..",
    "io.causerie.engine.record..",
    "io.causerie.engine.live..",
    "io.causerie.engine.file..",
    "io.causerie.engine.find..",
    "io.causerie.engine.follow..",
    "io.causerie.engine.home..",
    "io.causerie.engine.notice.."
  };

  private static final String STORE = ".*\\.[A-Za-z]*(Store|Sql)";

  private static final ArchRule ROWS_FOR_READERS =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .haveNameMatching(".*\\.(FeedSql|Talk|Marks|UnreadStore|StandingSql|RowsWithoutStanding)")
          .and(ask())
          .should(haveAStanding());

  /**
   * Rows are read by whom the door has let in: in its own call, or further on with its standing.
   */
  private static final ArchRule ROWS_BEHIND_THE_DOOR =
      classes()
          .that()
          .resideInAnyPackage(SHOWN)
          .and()
          .haveNameNotMatching(STORE)
          .should(readRowsWithAStanding());

  /**
   * Where a post or a record is had by the standing alone: no other than the one that somebody was
   * let in to. Comments are had by their ids there too: a standing knows the post they are under,
   * not which of them was asked for.
   */
  private static final ArchRule ROWS_BY_STANDING =
      classes()
          .that()
          .resideInAnyPackage(
              "io.causerie.engine.feed..",
              "io.causerie.engine.record..",
              "io.causerie.engine.live..")
          .or()
          .haveSimpleName("OwnPosts")
          .and()
          .haveNameNotMatching(STORE)
          .should(askByStanding());

  /** What is asked by an id all the same, and why it cannot be another's. */
  private static final Map<String, String> BY_ID =
      Map.ofEntries(
          entry("OwnPosts.post", "locks the record of her standing, and finds her own key"));

  /** Nothing is read or written on somebody's behalf but through the door. */
  private static final ArchRule NO_OTHER_WAY =
      noClasses()
          .that()
          .resideInAnyPackage(SHOWN)
          .should()
          .callMethodWhere(
              target(owner(assignableTo(Database.class)))
                  .and(target(nameMatching("ask|read|reading|write|writing")))
                  .and(not(WITHOUT_A_READER)));

  private static DescribedPredicate<JavaMethod> ask() {
    return DescribedPredicate.describe(
        "ask the database",
        method ->
            method.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Handle.class)));
  }

  private static ArchCondition<JavaClass> readRowsWithAStanding() {
    return askNothing("read rows with a standing", origin -> !isLetIn(origin, Set.of()));
  }

  private static ArchCondition<JavaClass> askByStanding() {
    return askNothing("ask by a standing", origin -> !BY_ID.containsKey(name(origin)));
  }

  /** Asks no store for rows without a standing, from where that is wrong. */
  private static ArchCondition<JavaClass> askNothing(String rule, Predicate<JavaCodeUnit> wrong) {
    return new ArchCondition<>(rule) {
      @Override
      public void check(JavaClass asking, ConditionEvents events) {
        for (JavaAccess<?> access : asking.getAccessesFromSelf()) {
          if (access.getTarget() instanceof CodeUnitAccessTarget target
              && target.getOwner().getFullName().matches(STORE)
              && returnsRows(target)
              && !target.resolveMember().map(ArchitectureTest::takesStandings).orElse(false)
              && wrong.test(access.getOrigin())
              && !WITHOUT_A_READER.test(access)) {
            events.add(SimpleConditionEvent.violated(access, access.getDescription()));
          }
        }
      }
    };
  }

  /** What is done to rows, and how many there are, shows nobody anything. */
  private static boolean returnsRows(CodeUnitAccessTarget target) {
    return has(target.getRawParameterTypes(), Handle.class)
        && !target.getRawReturnType().isPrimitive();
  }

  /**
   * Work stands here for whom the door lets in, or somebody hands on the standing that came of it;
   * what a package keeps for itself is let in where all who call it are.
   */
  private static boolean isLetIn(JavaCodeUnit origin, Set<JavaCodeUnit> from) {
    if (takesStandings(origin)
        || origin.getMethodCallsFromSelf().stream()
            .anyMatch(call -> isDoor(call.getTarget().getRawParameterTypes()))) {
      return true;
    }
    Set<JavaCodeUnit> callers =
        origin.getAccessesToSelf().stream().map(JavaAccess::getOrigin).collect(toSet());
    callers.removeAll(from);
    Set<JavaCodeUnit> way = new HashSet<>(from);
    way.add(origin);
    return !origin.getModifiers().contains(JavaModifier.PUBLIC)
        && !callers.isEmpty()
        && callers.stream().allMatch(caller -> caller.equals(origin) || isLetIn(caller, way));
  }

  /** {@link Reads.Work}, {@link Reads.Sifting}, or what is like them. */
  private static boolean isDoor(List<JavaClass> parameters) {
    return parameters.stream()
        .filter(JavaClass::isInterface)
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(
            method ->
                has(method.getRawParameterTypes(), Standing.class)
                    || has(method.getRawParameterTypes(), Reads.Sieve.class));
  }

  private static boolean takesStandings(JavaCodeUnit unit) {
    return unit.getParameterTypes().stream()
        .anyMatch(
            t ->
                t.getName().contains(Standing.class.getName())
                    || t.getName().contains(Reads.Sieve.class.getName()));
  }

  private static boolean has(List<JavaClass> types, Class<?> type) {
    return types.stream().anyMatch(t -> t.isEquivalentTo(type));
  }

  private static ArchCondition<JavaMethod> haveAStanding() {
    return new ArchCondition<>("have a standing as parameter") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        events.add(new SimpleConditionEvent(method, takesStandings(method), method.getFullName()));
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
    ROWS_BEHIND_THE_DOOR.check(production());
    ROWS_BY_STANDING.check(production());
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
    JavaClasses rows = importer.importClasses(RowsWithoutStanding.class, LiveAroundTheDoor.class);
    assertThat(ROWS_FOR_READERS.evaluate(rows).hasViolation()).isTrue();
    assertThat(ROWS_BEHIND_THE_DOOR.evaluate(rows).getFailureReport().getDetails())
        .anyMatch(line -> line.contains("RecordStore.page"))
        .anyMatch(line -> line.contains("ActivityStore.contributions"));
    assertThat(ROWS_BY_STANDING.evaluate(rows).getFailureReport().getDetails())
        .anyMatch(line -> line.contains("LiveAroundTheDoor.anotherPost"));
    assertThat(NO_OTHER_WAY.evaluate(rows).getFailureReport().getDetails())
        .anyMatch(line -> line.contains("LiveAroundTheDoor.page"));
    assertThat(
            FEATURES_WITHOUT_CYCLES
                .evaluate(importer.importClasses(EngineInACircle.class, There.class))
                .hasViolation())
        .isTrue();
  }
}
