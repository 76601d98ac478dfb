package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.CauserieException;
import io.causerie.engine.Desk;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.Readers;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whoever comments together with others gets what she would get alone, whatever those want, and
 * whatever becomes of posts and of rights while she waits.
 */
class RepliesPropertyTest {
  private static final List<String> PEOPLE = List.of("ada", "grace", "mary");
  private static final Map<Databases, Opened> DESKS = new EnumMap<>(Databases.class);
  private static int tries;

  private record Opened(Desk desk, StatementLog log) {
    static Opened on(Databases databases) {
      TestDatabase database = Desk.tables(databases);
      StatementLog log = StatementLog.over(database);
      return new Opened(new Desk(database, log.source(), log.reads()), log);
    }
  }

  @AfterContainer
  static void close() {
    DESKS.values().forEach(opened -> opened.desk().close());
    DESKS.clear();
  }

  /** Where somebody comments. */
  enum Where {
    HERE,
    THERE,
    ON_WHAT_IS_REMOVED,
    ON_WHAT_FOLDS,
    ON_WHAT_IS_HIDDEN
  }

  /** What she does beside. */
  enum How {
    PLAINLY,
    ANSWERING,
    ANSWERING_ANOTHER_POST,
    MENTIONING,
    MENTIONING_ONE_WHO_MAY_NOT_READ
  }

  /**
   * @param key 0: none
   */
  record Wish(String person, Where where, How how, int key) {}

  @Provide
  Arbitrary<List<Wish>> wishes() {
    return Combinators.combine(
            Arbitraries.of(PEOPLE),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(5, Where.HERE),
                net.jqwik.api.Tuple.of(4, Where.THERE),
                net.jqwik.api.Tuple.of(2, Where.ON_WHAT_IS_REMOVED),
                net.jqwik.api.Tuple.of(1, Where.ON_WHAT_FOLDS),
                net.jqwik.api.Tuple.of(1, Where.ON_WHAT_IS_HIDDEN)),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(5, How.PLAINLY),
                net.jqwik.api.Tuple.of(2, How.ANSWERING),
                net.jqwik.api.Tuple.of(1, How.ANSWERING_ANOTHER_POST),
                net.jqwik.api.Tuple.of(2, How.MENTIONING),
                net.jqwik.api.Tuple.of(1, How.MENTIONING_ONE_WHO_MAY_NOT_READ)),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(3, 0),
                net.jqwik.api.Tuple.of(2, 1),
                net.jqwik.api.Tuple.of(2, 2)))
        .as(Wish::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Property(tries = 30)
  void eachGetsWhatSheWouldGetAlone(
      @ForAll Databases databases,
      @ForAll("wishes") List<Wish> wishes,
      @ForAll boolean withdrawn,
      @ForAll boolean removed) {
    Opened opened = DESKS.computeIfAbsent(databases, Opened::on);
    try (Crowd crowd = new Crowd(opened.log())) {
      new Try(opened.desk(), crowd, "t" + tries++, withdrawn, removed).check(wishes);
    }
  }

  private static List<Person> people(boolean mary) {
    return Desk.people().stream().map(p -> p.id().equals("mary") && mary ? sales(p) : p).toList();
  }

  private static Person sales(Person person) {
    return new Person(person.id(), person.name(), null, false, null, Set.of("sales"), Map.of());
  }

  /** A few posts, and what became of each wish. */
  private static final class Try {
    private final Desk desk;
    private final Crowd crowd;
    private final String name;
    private final boolean withdrawn;
    private final boolean removed;
    private final Map<Where, ActivityId> posts = new EnumMap<>(Where.class);
    private final Map<Where, NoteId> answered = new EnumMap<>(Where.class);
    private final ActivityId before;

    Try(Desk desk, Crowd crowd, String name, boolean withdrawn, boolean removed) {
      this.desk = desk;
      this.crowd = crowd;
      this.name = name;
      this.withdrawn = withdrawn;
      this.removed = removed;
      desk.causerie.origins().says(Origin.PEOPLE_FILE, people(true));
      desk.ingest(order(name + "a").status("Open").audience(sales()));
      desk.ingest(order(name + "b").status("Open").audience(sales()));
      desk.ingest(order(name + "b").status("Paid").audience(sales()));
      desk.ingest(
          order(name + "c").status("Open").audience(Audience.internal(Readers.groups("finance"))));
      posts.put(Where.HERE, own("a"));
      posts.put(Where.THERE, own("b"));
      posts.put(Where.ON_WHAT_IS_REMOVED, own("a"));
      posts.put(Where.ON_WHAT_FOLDS, newest("ada", "b"));
      posts.put(Where.ON_WHAT_IS_HIDDEN, newest("katherine", "c"));
      posts.forEach(
          (where, post) -> {
            String by = where == Where.ON_WHAT_IS_HIDDEN ? "katherine" : "grace";
            if (where != Where.ON_WHAT_FOLDS) {
              answered.put(where, reply(by, post, "First", null, null).id());
            }
          });
      before = own("a");
    }

    private static Audience sales() {
      return Audience.internal(Readers.groups("sales"));
    }

    private ActivityId own(String order) {
      return desk.causerie
          .feed()
          .post(Desk.as("grace"), desk.id(name + order), Lane.INTERNAL, "Well?", null)
          .id();
    }

    private ActivityId newest(String reader, String order) {
      return desk.feed(reader, name + order).stream()
          .filter(post -> !post.id().equals(posts.get(Where.THERE)))
          .findFirst()
          .orElseThrow()
          .id();
    }

    private NoteView reply(
        String person,
        ActivityId post,
        String content,
        @Nullable NoteId inReplyTo,
        @Nullable IdempotencyKey key) {
      return desk.causerie.discussion().reply(Desk.as(person), post, content, inReplyTo, null, key);
    }

    private String content(Wish wish) {
      return switch (wish.how()) {
        case MENTIONING -> name + " [@](person:grace)";
        case MENTIONING_ONE_WHO_MAY_NOT_READ -> name + " [@](person:otto)";
        default -> name;
      };
    }

    private NoteView reply(Wish wish) {
      NoteId inReplyTo =
          switch (wish.how()) {
            case ANSWERING -> answered.getOrDefault(wish.where(), answered.get(Where.HERE));
            case ANSWERING_ANOTHER_POST -> answered.get(Where.ON_WHAT_IS_HIDDEN);
            default -> null;
          };
      IdempotencyKey key =
          wish.key() == 0
              ? null
              : new IdempotencyKey(name + wish.key(), wish.where() + " " + wish.how());
      ActivityId post = java.util.Objects.requireNonNull(posts.get(wish.where()));
      return reply(wish.person(), post, content(wish), inReplyTo, key);
    }

    /** Why she would be refused who comments alone, and took no key before. */
    private Optional<Class<? extends CauserieException>> refusal(Wish wish) {
      boolean hidden = wish.where() == Where.ON_WHAT_IS_HIDDEN;
      boolean answersElsewhere =
          switch (wish.how()) {
            case ANSWERING -> wish.where() == Where.ON_WHAT_FOLDS;
            case ANSWERING_ANOTHER_POST -> !hidden;
            default -> false;
          };
      if (hidden || (withdrawn && wish.person().equals("mary"))) {
        return Optional.of(NotFoundException.class);
      } else if (answersElsewhere) {
        return Optional.of(InvalidInputException.class);
      } else if (wish.how() == How.MENTIONING_ONE_WHO_MAY_NOT_READ) {
        return Optional.of(MentionRefusedException.class);
      } else if (removed && wish.where() == Where.ON_WHAT_IS_REMOVED) {
        return Optional.of(ForbiddenException.class);
      }
      return Optional.empty();
    }

    void check(List<Wish> wishes) {
      for (int i = 0; i < Replies.SEATS; i++) {
        crowd.holding(() -> reply("grace", before, "Before", null, null));
      }
      List<Crowd.Caller<NoteView>> callers = new ArrayList<>();
      wishes.forEach(wish -> callers.add(crowd.waiting(() -> reply(wish))));
      if (withdrawn) {
        desk.causerie.origins().says(Origin.PEOPLE_FILE, people(false));
      }
      if (removed) {
        desk.causerie
            .feed()
            .remove(
                Desk.as("grace"),
                java.util.Objects.requireNonNull(posts.get(Where.ON_WHAT_IS_REMOVED)),
                null);
      }
      crowd.letGo();
      List<Object> outcomes = callers.stream().map(Try::outcome).toList();

      Map<String, Wish> takers = takers(wishes, outcomes);
      Map<String, Set<Object>> notesOfKeys = new HashMap<>();
      Set<Object> notes = new HashSet<>();
      int written = 0;
      for (int i = 0; i < wishes.size(); i++) {
        Wish wish = wishes.get(i);
        Object outcome = outcomes.get(i);
        String key = wish.person() + wish.key();
        Wish taker = takers.get(key);
        boolean seen = !refusal(wish).equals(Optional.of(NotFoundException.class));
        if (taker != null && seen && outcome instanceof NoteId) {
          assertThat(same(taker, wish)).as("%s after %s", wish, taker).isTrue();
          notesOfKeys.computeIfAbsent(key, k -> new HashSet<>()).add(outcome);
          notes.add(outcome);
        } else if (taker != null && seen && outcome == IdempotencyConflictException.class) {
          assertThat(same(taker, wish)).as("%s after %s", wish, taker).isFalse();
        } else if (refusal(wish).isPresent()) {
          assertThat(outcome).as("%s", wish).isEqualTo(refusal(wish).get());
        } else {
          assertThat(outcome).as("%s", wish).isInstanceOf(NoteId.class);
          notes.add(outcome);
          written++;
        }
      }
      assertThat(notesOfKeys.values()).allSatisfy(same -> assertThat(same).hasSize(1));
      assertThat(notes).hasSize(written + notesOfKeys.size());
      kept(notes, outcomes);
    }

    /** Whose wish each key was taken for: of those who might write with it, whoever did. */
    private Map<String, Wish> takers(List<Wish> wishes, List<Object> outcomes) {
      Map<String, Wish> takers = new HashMap<>();
      for (int i = 0; i < wishes.size(); i++) {
        Wish wish = wishes.get(i);
        if (wish.key() != 0 && refusal(wish).isEmpty() && outcomes.get(i) instanceof NoteId) {
          takers.putIfAbsent(wish.person() + wish.key(), wish);
        }
      }
      return takers;
    }

    private static boolean same(Wish one, Wish other) {
      return one.where() == other.where() && one.how() == other.how();
    }

    /** All of them, nothing else, each once in the journal. */
    private void kept(Set<Object> notes, List<Object> outcomes) {
      desk.position();
      String mine = "content like '" + name + "%'";
      assertThat(desk.count("select count(*) from note where " + mine)).isEqualTo(notes.size());
      assertThat(
              desk.count(
                  "select count(*) from journal j join note n on n.id = j.note_id where n." + mine))
          .isEqualTo(notes.size());
      assertThat(
              desk.count(
                  "select count(*) from note n join follow f on f.kind = 1 and f.target = n.record_id"
                      + " and f.person = n.author where n."
                      + mine))
          .isEqualTo(notes.size());
      assertThat(
              desk.count(
                  "select count(*) from idempotency where idempotency_key like '%s_'"
                      .formatted(name)))
          .isLessThanOrEqualTo(outcomes.size());
      for (Object note : notes) {
        assertThat(desk.count("select count(*) from note where id = " + ((NoteId) note).value()))
            .isEqualTo(1);
      }
    }

    private static Object outcome(Crowd.Caller<NoteView> caller) {
      try {
        return caller.result().id();
      } catch (CauserieException e) {
        return e.getClass();
      }
    }
  }
}
