package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.salesforce.fake.store.Row;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteBack.Author;
import io.causerie.spi.WriteBack.Comment;
import io.causerie.spi.WriteBack.Segment;
import io.causerie.spi.WriteException;
import io.causerie.spi.WriteException.Fate;
import io.causerie.testkit.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Comments that are written into Chatter. */
class ChatterTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
  private LiveOrg org;
  private WriteBack chatter;
  private String opportunity;

  @BeforeEach
  void open() {
    org = new LiveOrg(clock);
    chatter = org.system(org.config()).writeBack().orElseThrow();
    opportunity = org.opportunity("Kvarn mill", "Open");
  }

  @AfterEach
  void close() {
    org.close();
  }

  private Comment comment(String mark, @Nullable String to, Segment... segments) {
    return new Comment(
        mark,
        new RecordRef("crm", "Opportunity", opportunity),
        Lane.INTERNAL,
        to,
        List.of(segments),
        "en",
        new Author("Grace Hopper", null),
        Optional.empty(),
        NOW);
  }

  private Row row(String id) {
    return org.salesforce.org().live(id);
  }

  @Test
  void postIsSignedAndMarkedAndMentionsWhoHasAnAccountThere() throws Exception {
    String id =
        chatter.create(
            comment(
                "m-1",
                null,
                Segment.words("Please look, "),
                new Segment("@Ada", org.ada),
                new Segment("@Mary", null)));

    Row post = row(id);
    assertThat(post.text("ParentId")).isEqualTo(opportunity);
    assertThat(post.text("Body"))
        .contains("Please look, ")
        .contains("Ada")
        .contains("@Mary")
        .contains("Grace Hopper")
        .contains("#m-1");
    assertThat(post.text("CreatedById")).isEqualTo(org.integration);
  }

  @Test
  void answerStandsUnderWhatItAnswers() throws Exception {
    String post = chatter.create(comment("m-1", null, Segment.words("one")));
    String comment = chatter.create(comment("m-2", post, Segment.words("two")));
    String reply = chatter.create(comment("m-3", comment, Segment.words("three")));

    assertThat(row(comment).text("FeedItemId")).isEqualTo(post);
    assertThat(row(reply).text("FeedItemId")).isEqualTo(post);
    assertThat(row(reply).text("ThreadParentId")).isEqualTo(comment);
  }

  @Test
  void answerIsFoundAgainAndEditedAndTakenBack() throws Exception {
    String post = chatter.create(comment("m-1", null, Segment.words("one")));
    Comment answer = comment("m-2", post, Segment.words("two"));
    assertThat(chatter.find(answer)).isEmpty();
    String id = chatter.create(answer);
    assertThat(chatter.find(answer)).contains(id);

    chatter.edit(id, comment("m-2", post, Segment.words("three")));
    assertThat(row(id).text("CommentBody")).startsWith("three").contains("#m-2");

    chatter.delete(id, answer);
    assertThat(org.salesforce.chatter().comments(post)).isEmpty();
    chatter.delete(id, answer);
  }

  @Test
  void whoeverSaysItAgainIsNotTakenForItsWriter() throws Exception {
    Comment comment = comment("m-1", null, Segment.words("one"));
    Actor ada = Actor.person(org.ada);
    org.salesforce.chatter().post(ada, opportunity, "look: one #m-1");
    assertThat(chatter.find(comment)).isEmpty();

    String id = chatter.create(comment);
    org.salesforce.chatter().post(ada, opportunity, row(id).text("Body"));
    chatter.create(comment("m-2", null, Segment.words("I quote #m-1 as well")));

    assertThat(chatter.find(comment)).contains(id);
  }

  @Test
  void whatCustomersSeeIsNotAnsweredThere() throws Exception {
    String post = chatter.create(comment("m-1", null, Segment.words("one")));
    assertThat(row(post).text("Visibility")).isEqualTo("InternalUsers");
    org.salesforce.chatter().show(Actor.person(org.ada), post);

    WriteException refused =
        failure(() -> chatter.create(comment("m-2", post, Segment.words("two"))));

    assertThat(refused.fate()).isEqualTo(Fate.REFUSED);
    assertThat(refused).hasMessageContaining("customers see what it answers");
    assertThat(org.salesforce.chatter().comments(post)).isEmpty();
  }

  @Test
  void whatIsTooLongIsRefusedBeforeItIsSent() {
    String words = "x".repeat(10_001);
    assertThat(failure(() -> chatter.create(comment("m-2", null, Segment.words(words)))).fate())
        .isEqualTo(Fate.REFUSED);
  }

  private interface Writing {
    void write() throws WriteException, InterruptedException;
  }

  private static WriteException failure(Writing writing) {
    return catchThrowableOfType(WriteException.class, writing::write);
  }
}
