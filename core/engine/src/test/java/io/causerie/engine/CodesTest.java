package io.causerie.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.causerie.model.Coded;
import io.causerie.model.Lane;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The numbers that stand in tables; one that has been stored means the same for ever. */
class CodesTest {
  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.causerie.engine", "io.causerie.model");

  @Test
  void codesAreTheOnesThatWereStored() {
    List<String> codes =
        PRODUCTION.stream()
            .filter(type -> type.isEnum() && type.isAssignableTo(Coded.class))
            .flatMap(
                type ->
                    Stream.of(type.reflect().getEnumConstants())
                        .map(
                            constant ->
                                "%s.%s=%d"
                                    .formatted(
                                        type.getSimpleName(), constant, ((Coded) constant).code())))
            .sorted()
            .toList();

    assertThat(codes)
        .containsExactly(
            "Fate.FAILED=3",
            "Fate.IGNORED=2",
            "Fate.PENDING=0",
            "Fate.POSTED=1",
            "FollowOrigin.ASSIGNMENT=4",
            "FollowOrigin.ME=1",
            "FollowOrigin.MENTION=3",
            "FollowOrigin.OPERATOR=6",
            "FollowOrigin.RULE=5",
            "FollowOrigin.TALK=2",
            "Kind.FIRST=1",
            "Kind.KEY=0",
            "Kind.NAMED=4",
            "Kind.OTHER=2",
            "Kind.TEXT=3",
            "Kind.TYPE=5",
            "Lane.CUSTOMER=1",
            "Lane.INTERNAL=0",
            "Made.CHANGE=0",
            "Made.EVENT=1",
            "Made.POST=2",
            "Reason.ASSIGNMENT=3",
            "Reason.FOLLOW=5",
            "Reason.GROUP_MENTION=4",
            "Reason.MENTION=1",
            "Reason.REPLY=2",
            "Reason.RULE=6",
            "TargetKind.PERSON=3",
            "TargetKind.POST=2",
            "TargetKind.RECORD=1",
            "TargetKind.SYSTEM=5",
            "TargetKind.TYPE=4",
            "What.NOTED=3",
            "What.NOTE_REMOVED=5",
            "What.NOTE_UPDATED=4",
            "What.POSTED=0",
            "What.REACTED=6",
            "What.RECORD=7",
            "What.REMOVED=2",
            "What.SILENT=8",
            "What.UPDATED=1");
  }

  @Test
  void codeOfALaterReleaseIsNotTakenForAnother() {
    Assertions.assertThatIllegalStateException()
        .isThrownBy(() -> Coded.of(Lane.class, 7))
        .withMessageContaining("a later release");
  }

  @Test
  void orderInTheSourceMeansNothing() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\$\\d+")
        .should()
        .callMethod(Enum.class, "ordinal")
        .check(PRODUCTION);
  }
}
