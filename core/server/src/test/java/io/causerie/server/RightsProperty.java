package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.model.ActivityId;
import io.causerie.model.RecordId;
import io.causerie.server.RightsModel.Follower;
import io.causerie.server.RightsModel.Rule;
import io.causerie.server.RightsModel.Says;
import io.causerie.server.RightsModel.Someone;
import io.causerie.server.RightsModel.Way;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever happens to people, gates, decisions, tokens and sessions, and on whichever node: the
 * next request of each reader is answered by her rights as they are then, and the next line goes to
 * exactly those streams whose readers may have it. The model knows of no tables, nodes or queues.
 */
abstract class RightsProperty {
  private static final Origin HR = new Origin(Origin.Kind.SCIM, "hr");
  private static final Person HERALD = Person.employee("herald", "Herald");
  private static final Set<Scope> SCOPES = Set.of(Scope.READ, Scope.WRITE);

  /** After it no answer of a source counts any more. */
  private static final Duration LONGEST = Duration.ofSeconds(73);

  private static final String END = "end";
  private static final String GONE = "gone";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static RightsNodes nodes;
  private static int tries;

  @BeforeContainer
  static void open() {
    nodes = new RightsNodes();
  }

  @AfterContainer
  static void close() {
    nodes.close();
  }

  /** One thing that happens; what the numbers mean is said where it is done. */
  record Step(What what, int node, int a, int b) {}

  private enum What {
    EVENT,
    COMMENT,
    GROUP,
    HR,
    DISABLED,
    LEFT,
    UNKNOWN,
    SHOWN,
    TIME,
    REVOKED,
    SIGNED_OUT,
    SIGNED_IN,
    STREAM
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<What> what =
        Arbitraries.frequency(
            Tuple.of(4, What.EVENT),
            Tuple.of(5, What.COMMENT),
            Tuple.of(3, What.GROUP),
            Tuple.of(2, What.HR),
            Tuple.of(1, What.DISABLED),
            Tuple.of(1, What.LEFT),
            Tuple.of(2, What.UNKNOWN),
            Tuple.of(3, What.SHOWN),
            Tuple.of(3, What.TIME),
            Tuple.of(1, What.REVOKED),
            Tuple.of(1, What.SIGNED_OUT),
            Tuple.of(2, What.SIGNED_IN),
            Tuple.of(5, What.STREAM));
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 31);
    return Combinators.combine(what, Arbitraries.integers().between(0, 1), number, number)
        .as(Step::new)
        .list()
        .ofMinSize(4)
        .ofMaxSize(20);
  }

  final void run(List<Step> steps) throws Exception {
    try (Run run = new Run("t" + tries++)) {
      run.check(null);
      for (Step step : steps) {
        run.check(run.happens(step));
      }
    }
  }

  /** One sequence of steps, done to two nodes and to the model. */
  private static final class Run implements AutoCloseable {
    private final String key;
    private final SettableClock clock = nodes.clock();
    private final RightsModel model = new RightsModel(clock.instant());
    private final String record;

    /** Of the same events, of a system where no source decides: its pages are kept. */
    private final String kept;

    private final String file;
    private final RightsDoors doors;
    private int version;

    /** On each node somebody who hears all that everybody reads. */
    private final List<LiveReader> hearers = new ArrayList<>();

    private final Set<String> heardByAll = new HashSet<>();

    Run(String key) throws Exception {
      this.key = key;
      for (RunningServer node : nodes.all()) {
        LiveReader hearer = LiveReader.of(node, "herald", nodes.board());
        hearers.add(hearer);
        hearer.until("data: ");
      }
      for (int i = 0; i < 3; i++) {
        Someone someone = new Someone(key + "p" + i);
        someone.file.names = true;
        someone.file.groups.add(i == 1 ? "finance" : "sales");
        model.people.add(someone);
        shows(someone, i < 2);
      }
      files(0);
      event(0, Rule.ALL, null);
      record = record("desk");
      kept = record("board");
      Eventually.until(
          "both are in the index",
          () ->
              nodes.number(
                      "select count(*) from find_record f join record r on r.id = f.record_id"
                          + " where r.source_id = '%s'".formatted(key))
                  == 2);
      for (Someone someone : model.people) {
        Way token = token(0, someone, null);
        nodes.follow(token);
        session(0, token);
      }
      doors = new RightsDoors(nodes, model, key, record, kept);
      file = nodes.at(0).attached(model.people.get(0).id, lastPost());
    }

    private String record(String system) {
      return new RecordId(
              nodes.number(
                  "select id from record where source_id = '%s' and system = '%s'"
                      .formatted(key, system)))
          .toString();
    }

    /** Returns what there is a line of: a post, or a comment; nothing where there is none. */
    @Nullable String happens(Step s) throws Exception {
      Someone someone = model.people.get(s.a() % model.people.size());
      Way way = model.ways.get(s.a() % model.ways.size());
      switch (s.what()) {
        case EVENT -> {
          return event(s.node(), Rule.values()[s.b() % Rule.values().length], someone);
        }
        case COMMENT -> {
          return comment(s.node(), way);
        }
        case GROUP -> {
          RightsModel.toggle(someone.file.groups, s.b() % 2 == 0 ? "sales" : "finance");
          files(s.node());
        }
        case HR -> {
          someone.hr.names = s.b() % 4 != 0 || !someone.hr.names;
          someone.hr.disables = s.b() % 4 == 1;
          RightsModel.toggle(someone.hr.groups, s.b() % 2 == 0 ? "sales" : "finance");
          nodes.at(s.node()).server.causerie().origins().says(HR, said(p -> p.hr, false));
        }
        case DISABLED -> {
          someone.file.disables = !someone.file.disables;
          files(s.node());
        }
        case LEFT -> {
          someone.file.names = !someone.file.names;
          files(s.node());
        }
        case UNKNOWN -> {
          someone.known = !someone.known;
          files(s.node());
        }
        case SHOWN -> shows(someone, !nodes.shown().contains("u-" + someone.id));
        case TIME -> {
          clock.tick(LONGEST);
          model.passes(LONGEST);
        }
        case REVOKED -> {
          Way token = way.parent == null ? way : way.parent;
          nodes.at(s.node()).server.tokens().revoke(token.id);
          token.ended = true;
        }
        case SIGNED_OUT -> signOut(s.node(), way);
        case SIGNED_IN -> {
          if (s.b() % 2 == 0) {
            token(s.node(), someone, s.b() % 4 == 0 ? Duration.ofSeconds(100) : null);
          } else {
            session(s.node(), way);
          }
        }
        case STREAM -> follow(s.node(), way, s.b() % 3 != 0);
      }
      return null;
    }

    private void shows(Someone someone, boolean shows) {
      String user = "u-" + someone.id;
      if (shows != nodes.shown().contains(user)) {
        RightsModel.toggle(nodes.shown(), user);
        RightsModel.toggle(model.shown, user);
      }
    }

    private void files(int node) {
      List<Person> all = said(p -> p.file, true);
      all.add(HERALD);
      nodes.at(node).server.causerie().origins().says(Origin.PEOPLE_FILE, all);
      model.people.stream().filter(p -> p.user() == null).forEach(model::forget);
    }

    private List<Person> said(Function<Someone, Says> origin, boolean users) {
      List<Person> all = new ArrayList<>();
      for (Someone p : model.people) {
        Says says = origin.apply(p);
        if (says.names) {
          Map<String, List<String>> in =
              users && p.known ? Map.of("desk", List.of("u-" + p.id)) : Map.of();
          all.add(new Person(p.id, p.id, null, false, "en", says.groups, in, !says.disables));
        }
      }
      return all;
    }

    private String event(int node, Rule rule, @Nullable Someone owner) {
      String readers =
          switch (rule) {
            case ALL -> "{\"everyone\":true}";
            case FINANCE -> "{\"groups\":[\"finance\"]}";
            case OWNER -> "{\"persons\":[\"" + Objects.requireNonNull(owner).id + "\"]}";
          };
      version++;
      String data =
          "{\"id\":\"%s\",\"version\":%d,\"status\":\"s%d\",\"readers\":%s}"
              .formatted(key, version, version, readers);
      assertThat(nodes.at(node).event("board", "b" + key + "-" + version, data).status())
          .isEqualTo(202);
      assertThat(nodes.at(node).event(key + "-" + version, data).status()).isEqualTo(202);
      model.rule = rule;
      model.owner = owner;
      return lastPost();
    }

    /** What the last event is told in; each node numbers by itself, so no id says it. */
    private String lastPost() {
      return new ActivityId(
              nodes.number(
                  "select c.activity_id from contribution c join event e on e.id = c.event_id"
                      + " where e.event_id = '%s-%d'".formatted(key, version)))
          .toString();
    }

    private @Nullable String comment(int node, Way way) {
      int expected = model.status(way);
      Answer answer =
          nodes.send(
              node,
              way,
              "POST",
              "/api/v1/activities/" + lastPost() + "/notes",
              "{\"content\":\"Said\"}");
      assertThat(answer.status())
          .as("comment of %s: %s", way.who.id, answer.text())
          .isEqualTo(expected == 200 ? 201 : expected);
      return expected == 200 ? answer.json().path("id").asText() : null;
    }

    private Way token(int node, Someone who, @Nullable Duration lifetime) {
      TokenStore.Made made =
          nodes
              .at(node)
              .server
              .tokens()
              .make(new TokenStore.Grant(Caller.Kind.API, "test", who.id, SCOPES, null, lifetime));
      Way way = new Way(who, null, made.expires(), made.id(), made.token(), null);
      model.ways.add(way);
      return way;
    }

    private void session(int node, Way way) {
      Way with = way.parent == null ? way : way.parent;
      Answer login =
          nodes.at(node).send(null, "POST", "/api/v1/login", "{\"token\":\"" + with.secret + "\"}");
      assertThat(login.status()).isEqualTo(model.counts(with) ? 200 : 401);
      if (login.status() == 200) {
        model.ways.add(
            new Way(
                with.who,
                with,
                null,
                "",
                String.valueOf(login.headers().get("Set-Cookie")).replaceAll(";.*", ""),
                login.json().path("csrf").asText()));
      }
    }

    private void signOut(int node, Way way) {
      if (way.isSession()) {
        int status = nodes.send(node, way, "DELETE", "/api/v1/login", null).status();
        assertThat(status).isEqualTo(model.counts(way) ? 204 : 401);
        way.ended |= status == 204;
      }
    }

    private void follow(int node, Way way, boolean both) throws Exception {
      String topics = "topic=record:" + record + (both ? "&topic=record:" + nodes.board() : "");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(nodes.at(node).url("/api/v1/live?" + topics)))
              .header(
                  way.isSession() ? "Cookie" : "Authorization",
                  way.isSession() ? way.secret : "Bearer " + way.secret)
              .build();
      int expected = model.status(way);
      if (expected == 401 || (expected == 404 && !both)) {
        HttpResponse<String> refused = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).as("stream of %s", way.who.id).isEqualTo(expected);
        return;
      }
      LiveReader reader = LiveReader.open(request);
      Follower follower = new Follower(way, node, both, reader);
      follower.follows = expected == 200;
      model.followers.add(follower);
      assertThat(reader.next()).isEqualTo("ready");
      reader.until("data: ");
    }

    /**
     * @param line what there is a line of
     */
    void check(@Nullable String line) throws IOException {
      List<String> said = new ArrayList<>();
      for (RunningServer node : nodes.all()) {
        // Whoever writes looks what there is: nobody waits for what the other node wrote.
        said.add(
            node.as(
                    "herald",
                    "POST",
                    "/api/v1/activities/" + nodes.boardPost() + "/notes",
                    "{\"content\":\"Hear\"}")
                .json()
                .path("id")
                .asText());
      }
      // Whatever happened has its place in the journal then: who comes now is not told of it.
      heardByAll.addAll(said);
      for (int node = 0; node < nodes.all().size(); node++) {
        String next = heard(hearers.get(node));
        while (!next.equals(said.get(node))) {
          assertThat(heardByAll).contains(next);
          next = heard(hearers.get(node));
        }
      }
      List<Follower> over = new ArrayList<>();
      for (Follower follower : model.followers) {
        if (!isToldAsItShould(follower, line, said)) {
          follower.reader.close();
          over.add(follower);
        }
      }
      model.followers.removeAll(over);
      nodes.settleHomes();
      for (Way way : model.ways) {
        for (int node = 0; node < nodes.all().size(); node++) {
          for (String what : List.of("records/" + record, "files/" + file)) {
            int status = nodes.send(node, way, "GET", "/api/v1/" + what, null).status();
            assertThat(status).as("%s of %s", what, way.who.id).isEqualTo(model.status(way));
          }
          for (String page : List.of("", "/activities", "/activities")) {
            assertThat(
                    nodes.send(node, way, "GET", "/api/v1/records/" + kept + page, null).status())
                .as("kept for %s of %s on node %d", way.isSession(), way.who.id, node)
                .isEqualTo(model.statusUndecided(way));
          }
        }
        doors.check(way, lastPost(), version > 1);
      }
    }

    /** False where it is over. */
    private boolean isToldAsItShould(Follower follower, @Nullable String line, List<String> said)
        throws IOException {
      String whose = "stream of %s on node %d".formatted(follower.way.who.id, follower.node);
      boolean counts = model.counts(follower.way);
      boolean may = counts && model.reads(follower.way.who);
      boolean told = follower.follows && line != null && may;
      boolean loses = follower.follows && line != null && !may;
      if (line != null && !may) {
        follower.follows = false;
      }
      List<String> heard = new ArrayList<>();
      boolean hasHeard = false;
      if (told) {
        String next = heard(follower.reader);
        // A line may wait for what its source answers; those of other records go on meanwhile.
        while (next.isEmpty() || heardByAll.contains(next)) {
          hasHeard |= next.equals(said.get(follower.node));
          next = heard(follower.reader);
        }
        assertThat(next).as(whose).isEqualTo(line);
      }
      boolean over = !counts || (!follower.both && !follower.follows);
      if ((over || follower.both) && !hasHeard) {
        String last = over ? END : said.get(follower.node);
        do {
          heard.add(heard(follower.reader));
        } while (!heard.contains(last));
      }
      heard.removeAll(heardByAll);
      heard.remove(END);
      if (loses && !over) {
        assertThat(heard).as(whose).contains(GONE);
      }
      if (over || !follower.follows) {
        heard.removeIf(GONE::equals);
      }
      // That it has other gates now is a line of the record itself.
      heard.removeIf(next -> next.isEmpty() && (told || follower.told));
      assertThat(heard).as(whose).isEmpty();
      // Of a stream that was not read to its end the line of the record is still to come.
      follower.told = told || (follower.told && !over && !follower.both);
      return !over;
    }

    /**
     * What the next line is about: a comment, a post, or, where that is empty, the record alone.
     */
    private static String heard(LiveReader reader) throws IOException {
      String event = reader.next();
      return event.equals(END) || event.equals(GONE) ? event : heard(reader.until("data: "));
    }

    private static String heard(String data) throws IOException {
      JsonNode change = RunningServer.JSON.readTree(data.substring("data: ".length()));
      String note = change.path("note").asText();
      return note.isEmpty() ? change.path("activity").asText() : note;
    }

    @Override
    public void close() throws IOException {
      for (LiveReader hearer : hearers) {
        hearer.close();
      }
      for (Follower follower : model.followers) {
        follower.reader.close();
      }
    }
  }
}
