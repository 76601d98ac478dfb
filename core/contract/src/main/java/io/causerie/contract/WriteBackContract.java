package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.KindConfig;
import io.causerie.spi.Kinds;
import io.causerie.spi.Plugins;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteBack.Means;
import io.causerie.spi.WriteException;
import io.causerie.spi.WriteException.Fate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every kind that writes comments back: against a target that fails as they do. */
public abstract class WriteBackContract {
  private static final String WORDS = "Please ship *today*; ask ";

  /**
   * A comment as people of the target see it.
   *
   * @param author who wrote it there
   * @param customers whether customers see it
   */
  public record There(String text, String author, boolean customers) {}

  /** A target that nobody else writes to meanwhile. */
  public interface Target extends AutoCloseable {
    /** The {@code config} block of a system that is it; together they have all the kind claims. */
    String config();

    /** What nothing that is thrown may show. */
    List<String> secrets();

    /** A record that has no comment yet. */
    RecordRef record();

    /** A record that there is not. */
    RecordRef missing();

    /** What people see on a record, oldest first. */
    List<There> comments(RecordRef record);

    /** Somebody else writes on a record, with the words of another system. */
    void write(RecordRef record, String text);

    /** Somebody takes away all that is on a record. */
    void clear(RecordRef record);

    /** Who the integration's user is there. */
    String integration();

    /** A grant of somebody who is not her, and who she is there; where there are accounts. */
    default Optional<Grant> grant() {
      return Optional.empty();
    }

    /** What is granted, and by whom. */
    record Grant(String person, String grant) {}

    /** The grant counts no more. */
    default void withdraw() {}

    /** The next request that writes is carried out, and its answer is lost. */
    void loseAnswer();

    /** The next request that writes is not carried out: the target has no time for so long. */
    void busy(Duration wait);

    /** The next request that writes is refused for good. */
    void refuse();

    @Override
    void close();
  }

  private Target target;
  private ConnectorKind kind;
  private SystemContext context;
  private SourceSystem system;
  private WriteBack writing;

  /** The kind under test. */
  protected abstract String kind();

  /** A fresh target. */
  protected abstract Target target();

  /** The kind itself; whoever is no service says so. */
  protected ConnectorKind theKind() {
    return Kinds.onClassPath()
        .find(kind())
        .orElseThrow(() -> new AssertionError(kind() + " is not registered as a service"));
  }

  @BeforeEach
  void open() throws ConfigException {
    target = target();
    kind = theKind();
    List<Problem> problems = new ArrayList<>();
    Yaml yaml = Yaml.read("config", target.config(), problems).orElseThrow();
    var values = new KindConfig(Yaml::text).readSystem(kind, Optional.of(yaml), yaml);
    assertThat(problems).isEmpty();
    context = new SystemContext("source", Clock.systemUTC(), values, Plugins.none());
    system = kind.system(context);
    writing = system.writeBack().orElseThrow(() -> new AssertionError("it writes nothing back"));
  }

  @AfterEach
  void closeAll() throws Exception {
    system.close();
    target.close();
  }

  private WriteBack.Claim claim() {
    return kind.writesBack(context).orElseThrow(() -> new AssertionError("it claims nothing"));
  }

  private boolean can(Means means) {
    return claim().means().contains(means);
  }

  private WriteBack.Comment comment(String mark, RecordRef record, @Nullable String inReplyTo) {
    return comment(mark, record, inReplyTo, Optional.empty());
  }

  private WriteBack.Comment comment(
      String mark,
      RecordRef record,
      @Nullable String inReplyTo,
      Optional<WriteBack.Account> account) {
    return new WriteBack.Comment(
        mark,
        record,
        claim().lanes().contains(Lane.INTERNAL) ? Lane.INTERNAL : Lane.CUSTOMER,
        inReplyTo,
        List.of(
            WriteBack.Segment.words(WORDS),
            WriteBack.Segment.words("@Grace Hopper"),
            WriteBack.Segment.words("\n\nZoë, <b>\"4 & 5\"</b> €")),
        "en",
        new WriteBack.Author("Ada Lovelace", null),
        account,
        Instant.now());
  }

  private WriteBack.Comment saying(String mark, RecordRef record, String words) {
    WriteBack.Comment one = comment(mark, record, null);
    return new WriteBack.Comment(
        one.mark(),
        one.record(),
        one.lane(),
        null,
        List.of(WriteBack.Segment.words(words)),
        one.language(),
        one.author(),
        Optional.empty(),
        one.written());
  }

  private WriteException thrown(Callable<?> writes) {
    WriteException e = catchThrowableOfType(WriteException.class, () -> writes.call());
    assertThat(e).as("it is refused").isNotNull();
    for (Throwable each = e; each != null; each = each.getCause()) {
      String shown = each + " " + e.why().text();
      target.secrets().forEach(secret -> assertThat(shown).doesNotContain(secret));
    }
    return e;
  }

  @Test
  void itClaimsWhatItHas() {
    assertThat(claim().lanes()).isNotEmpty();
    assertThat(system.accounts().isPresent()).isEqualTo(can(Means.AS_PERSON));
    assertThat(target.grant().isPresent()).isEqualTo(can(Means.AS_PERSON));
    WriteBack.Comment one = comment("m-1", target.record(), null);
    if (!can(Means.FIND)) {
      assertThatThrownBy(() -> writing.find(one)).isInstanceOf(UnsupportedOperationException.class);
    }
    if (!can(Means.EDIT)) {
      assertThatThrownBy(() -> writing.edit("1", one))
          .isInstanceOf(UnsupportedOperationException.class);
    }
    if (!can(Means.DELETE)) {
      assertThatThrownBy(() -> writing.delete("1", one))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aCommentIsThereOnceSignedWithTheNameOfItsAuthor() throws Exception {
    RecordRef record = target.record();
    target.write(record, "from somebody else");

    String id = writing.create(comment("m-1", record, null));
    String second = writing.create(comment("m-2", record, id));

    assertThat(id).isNotBlank().hasSizeLessThanOrEqualTo(500).isNotEqualTo(second);
    List<There> there = target.comments(record);
    assertThat(there).hasSize(3);
    assertThat(there.get(0).text()).contains("from somebody else");
    assertThat(there.subList(1, 3))
        .allSatisfy(
            one -> {
              assertThat(one.text())
                  .contains("Ada Lovelace", "@Grace Hopper", "Zoë, <b>\"4 & 5\"</b> €");
              assertThat(one.author()).isEqualTo(target.integration());
            });
    assertThat(letters(there.get(1).text()))
        .as("the words as they stand there")
        .contains(letters(writing.words(comment("m-1", record, null))));
    assertThat(id + ' ' + there.get(1).text())
        .as("what an event brings back before the answer is known by its mark")
        .contains("m-1");
  }

  /** Targets write blanks and marks in ways of their own. */
  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    text.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
    return letters.toString();
  }

  @Test
  void eachLaneHasItsPlaceAndTheInternalOneIsSeenByNoCustomer() throws Exception {
    for (Lane lane : Lane.values()) {
      RecordRef record = target.record();
      WriteBack.Comment one = comment("m-" + lane.word(), record, null);
      WriteBack.Comment said =
          new WriteBack.Comment(
              one.mark(),
              record,
              lane,
              null,
              one.segments(),
              "fr",
              one.author(),
              Optional.empty(),
              one.written());
      if (!claim().lanes().contains(lane)) {
        assertThat(thrown(() -> writing.create(said)).fate()).isEqualTo(Fate.REFUSED);
        assertThat(target.comments(record)).isEmpty();
        continue;
      }
      writing.create(said);

      assertThat(target.comments(record)).hasSize(1);
      if (lane == Lane.INTERNAL) {
        assertThat(target.comments(record).get(0).customers()).isFalse();
      }
    }
  }

  @Test
  void aLostAnswerIsInDoubtUntilItIsLookedFor() throws Exception {
    RecordRef record = target.record();
    target.write(record, "from somebody else");
    WriteBack.Comment one = comment("m-1", record, null);
    target.loseAnswer();

    assertThat(thrown(() -> writing.create(one)).fate()).isEqualTo(Fate.UNKNOWN);

    assertThat(target.comments(record)).hasSize(2);
    if (can(Means.FIND)) {
      assertThat(writing.find(one)).isPresent();
    }
    if (can(Means.ONCE)) {
      writing.create(one);
      assertThat(target.comments(record)).as("not a second time").hasSize(2);
    }
  }

  @Test
  void itFindsWhatArrivedAndNothingElse() throws Exception {
    assumeTrue(can(Means.FIND));
    RecordRef record = target.record();
    WriteBack.Comment one = comment("m-1", record, null);

    assertThat(writing.find(one)).isEmpty();
    target.write(record, one.text());
    assertThat(writing.find(one)).as("the same words of somebody else").isEmpty();
    writing.create(comment("m-2", record, null));
    assertThat(writing.find(one)).as("the same words with another mark").isEmpty();
    String id = writing.create(one);
    assertThat(writing.find(one)).contains(id);
    target.clear(record);
    assertThat(writing.find(one)).isEmpty();
  }

  @Test
  void editsReplaceItsOwnWordsAlone() throws Exception {
    assumeTrue(can(Means.EDIT));
    RecordRef record = target.record();
    target.write(record, "from somebody else");
    String first = writing.create(comment("m-1", record, null));
    writing.create(saying("m-2", record, "the second"));

    writing.edit(first, saying("m-1", record, "no hurry"));
    writing.edit(first, saying("m-1", record, "no hurry"));

    assertThat(target.comments(record)).hasSize(3);
    assertThat(target.comments(record))
        .anyMatch(one -> one.text().contains("no hurry"))
        .anyMatch(one -> one.text().contains("from somebody else"))
        .anyMatch(one -> one.text().contains("the second"))
        .noneMatch(one -> one.text().contains("ship"));
    if (can(Means.FIND)) {
      assertThat(writing.find(saying("m-1", record, "no hurry"))).contains(first);
    }
    target.clear(record);
    assertThat(thrown(() -> edited(first, record)).fate()).isEqualTo(Fate.GONE);
  }

  private boolean edited(String id, RecordRef record) throws Exception {
    writing.edit(id, saying("m-1", record, "too late"));
    return true;
  }

  @Test
  void whatIsTakenAwayIsItsOwnAlone() throws Exception {
    assumeTrue(can(Means.DELETE));
    RecordRef record = target.record();
    target.write(record, "from somebody else");
    WriteBack.Comment one = comment("m-1", record, null);
    String id = writing.create(one);
    WriteBack.Comment without = saying("m-1", record, "");

    writing.delete(id, without);
    writing.delete(id, without);

    assertThat(target.comments(record)).hasSize(1);
    assertThat(target.comments(record).get(0).text()).contains("from somebody else");
  }

  @Test
  void whatHasNotArrivedSaysSo() {
    RecordRef record = target.record();
    WriteBack.Comment one = comment("m-1", record, null);

    target.busy(Duration.ofSeconds(7));
    WriteException busy = thrown(() -> writing.create(one));
    assertThat(busy.fate()).isEqualTo(Fate.LATER);
    assertThat(busy.retryAfter()).contains(Duration.ofSeconds(7));
    target.refuse();
    assertThat(thrown(() -> writing.create(one)).fate()).isEqualTo(Fate.REFUSED);
    assertThat(thrown(() -> writing.create(comment("m-1", target.missing(), null))).fate())
        .isIn(Fate.REFUSED, Fate.GONE);

    assertThat(target.comments(record)).isEmpty();
  }

  @Test
  void aPersonWritesAsHerselfWhileHerGrantCounts() throws Exception {
    assumeTrue(can(Means.AS_PERSON));
    Target.Grant grant = target.grant().orElseThrow();
    RecordRef record = target.record();
    WriteBack.Account account =
        new WriteBack.Account() {
          @Override
          public String grant() {
            return grant.grant();
          }

          @Override
          public void renewed(String other) {}
        };

    writing.create(comment("m-1", record, null, Optional.of(account)));

    assertThat(target.comments(record)).hasSize(1);
    assertThat(target.comments(record).get(0).author()).isEqualTo(grant.person());
    target.withdraw();
    WriteException e =
        thrown(() -> writing.create(comment("m-2", record, null, Optional.of(account))));
    assertThat(e.fate()).isEqualTo(Fate.ACCOUNT);
    assertThat(e.toString()).doesNotContain(grant.grant());
    assertThat(target.comments(record)).as("not as anybody else").hasSize(1);
  }
}
