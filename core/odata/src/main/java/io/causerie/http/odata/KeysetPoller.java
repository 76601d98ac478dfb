package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Walks through an entity set in the order of (time of change, key). A page is asked for by what it
 * comes behind, never by the link of the page before: links count rows, and a row that changes
 * meanwhile moves the count. A walk ends at an empty page, so that a service may make its pages as
 * small as it likes; the next begins an overlap before where it ended.
 */
final class KeysetPoller implements Poller {
  /** Before every record there is; the least that SQL Server under a service can compare. */
  private static final Instant FIRST = Instant.parse("1753-01-01T00:00:00Z");

  private final Service service;
  private final Clock clock;

  KeysetPoller(Service service, Clock clock) {
    this.service = service;
    this.clock = clock;
  }

  @Override
  public String start(@Nullable Instant since) throws SourceException {
    // Refused before anything is asked, where the service knows no such time of change.
    service.changedOn();
    Instant from = since == null ? now(head().answer()) : since;
    return Cursor.resting(moment(from.truncatedTo(ChronoUnit.MILLIS)).text()).text();
  }

  /** The least that the service can be asked for: its clock stands in the answer. */
  private Service.Page head() throws SourceException {
    return service.page(service.query(List.of(), service.keys().names()).with("$top", "1"));
  }

  @Override
  public String beginning() {
    return Cursor.BEGINNING.text();
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    Walk walk = new Walk(Cursor.parse(cursor), until(until), limit);
    while (walk.rows.size() < limit && !walk.ended) {
      walk.step();
    }
    return walk.page();
  }

  /** Counts what {@link #read} would ask for; empty where the service does not count. */
  @Override
  public OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    Walk walk = new Walk(Cursor.parse(cursor), until(until), 0);
    boolean v2 = service.settings().version().isV2();
    String option = v2 ? "$inlinecount" : "$count";
    try {
      Address url = walk.url(0).with(option, v2 ? "allpages" : "true");
      JsonNode json = service.page(url).json();
      String count = json.path("d").path("__count").asText(json.path("@odata.count").asText());
      return count.matches("[0-9]{1,18}")
          ? OptionalLong.of(Long.parseLong(count))
          : OptionalLong.empty();
    } catch (SourceException e) {
      if (e.fault() == SourceException.Fault.CONFIGURATION) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  private Optional<String> until(@Nullable String until) throws SourceException {
    if (until == null) {
      return Optional.empty();
    }
    Cursor end = Cursor.parse(until);
    return Optional.ofNullable(end.high() == null ? end.at() : end.high());
  }

  private Instant now(Answer answer) {
    return answer.date().orElseGet(clock::instant);
  }

  private Moment moment(Instant instant) throws SourceException {
    return Moment.at(instant, service.changedOn().type(), service.settings().zone(), true);
  }

  /** Of a time that is a day only, the whole day is read again: it says no more. */
  private Duration overlap() throws SourceException {
    Duration overlap = service.settings().overlap();
    boolean day = service.changedOn().isDay();
    return day && overlap.compareTo(Duration.ofDays(1)) < 0 ? Duration.ofDays(1) : overlap;
  }

  /** One read: goes on from a cursor until a page is full or nothing is left. */
  private final class Walk {
    final List<SourceRow> rows = new ArrayList<>();
    final ChangedOn changedOn;
    final Rows reader;
    final Optional<String> until;
    final int limit;
    Cursor cursor;
    boolean ended;
    @Nullable Instant asked;

    Walk(Cursor from, Optional<String> until, int limit) throws SourceException {
      this.changedOn = service.changedOn();
      this.reader = new Rows(service);
      this.until = until;
      this.limit = limit;
      this.cursor = from.isResting() ? started(from) : from;
    }

    private Cursor started(Cursor from) throws SourceException {
      String high = from.high();
      Moment at =
          high == null ? moment(FIRST) : new Moment(high, changedOn.type(), true).minus(overlap());
      return new Cursor(high, at.text(), true, List.of());
    }

    private Moment at() {
      return new Moment(String.valueOf(cursor.at()), changedOn.type(), cursor.exact());
    }

    /** Whether all the rows of one inexact time are being read, in the order of keys. */
    private boolean isWithin() {
      return !cursor.exact();
    }

    Address url(int top) throws SourceException {
      List<String> filters = new ArrayList<>();
      if (isWithin()) {
        filters.add(
            changedOn.compared("ge", at()) + " and " + changedOn.compared("lt", at().end()));
        if (!cursor.behind().isEmpty()) {
          filters.add(reader.keys().behind(cursor.behind()));
        }
      } else if (cursor.behind().isEmpty()) {
        filters.add(changedOn.compared("ge", at()));
      } else {
        filters.add(
            "((%s) or (%s and %s))"
                .formatted(
                    changedOn.compared("gt", at()),
                    changedOn.compared("eq", at()),
                    reader.keys().behind(cursor.behind())));
      }
      until.ifPresent(
          u -> filters.add(changedOn.compared("le", new Moment(u, changedOn.type(), true))));
      List<String> order = new ArrayList<>(reader.keys().names());
      if (!isWithin()) {
        order.addAll(0, changedOn.names());
      }
      return service
          .query(filters)
          .with("$orderby", String.join(",", order))
          .with("$top", String.valueOf(top));
    }

    void step() throws SourceException {
      int top = Math.min(limit - rows.size(), service.settings().pageSize());
      Cursor before = cursor;
      Service.Page page = service.page(url(top));
      Instant now = now(page.answer());
      if (asked == null) {
        asked = now;
      }
      // Some services ignore $top; what is behind it comes again with the next page.
      List<ObjectNode> entities = page.entities().subList(0, Math.min(top, page.entities().size()));
      if (entities.isEmpty()) {
        nothingMore();
        return;
      }
      goOn(entities, now);
      if (cursor.exact()
          && !before.behind().isEmpty()
          && before.at() != null
          && before.at().equals(cursor.at())
          && !isFoundAgain()) {
        // The service compares times more precisely than it tells them, so that what was read
        // comes again: all of this millisecond is read by its keys.
        cursor = new Cursor(cursor.high(), cursor.at(), false, List.of());
      }
    }

    /** Whether the service finds the last row by the time it told of it. */
    private boolean isFoundAgain() throws SourceException {
      List<String> filters =
          List.of(changedOn.compared("eq", at()), reader.keys().equal(cursor.behind()));
      Address url = service.query(filters, reader.keys().names());
      return !service.page(url.with("$top", "1")).entities().isEmpty();
    }

    private void nothingMore() {
      if (isWithin()) {
        cursor = new Cursor(cursor.high(), at().end().text(), true, List.of());
      } else {
        cursor = Cursor.resting(cursor.high());
        ended = true;
      }
    }

    private void goOn(List<ObjectNode> entities, Instant now) throws SourceException {
      ObjectNode last = entities.get(entities.size() - 1);
      Moment end = reader.moment(last).orElseGet(this::at);
      List<String> behind = reader.keys().literals(last);
      boolean within = isWithin();
      Moment latest = end.exact() ? end : end.end();
      if (!within && reader.instant(latest).isBefore(reader.instant(at()))) {
        throw Faults.badAnswer(
            ODataWording.LESS_PRECISE.with(service.settings().place(), changedOn.name()),
            ODataWording.OTHER_CHANGED_ON.with());
      }
      if (!within && !end.exact()) {
        // Which rows of the last millisecond are still to come, nobody can say: all of them are
        // read again, by their keys.
        entities.removeIf(e -> reader.moment(e).filter(end::equals).isPresent());
        behind = List.of();
      }
      for (ObjectNode entity : entities) {
        rows.add(reader.row(entity));
      }
      cursor =
          within
              ? new Cursor(cursor.high(), cursor.at(), false, behind)
              : new Cursor(high(end, now), end.text(), end.exact(), behind);
    }

    /** A row dated in the future must not hide what comes meanwhile. */
    private String high(Moment end, Instant now) throws SourceException {
      String before = cursor.high();
      Instant instant = reader.instant(end);
      String reached = instant.isAfter(now) ? moment(now).text() : end.text();
      if (before == null) {
        return reached;
      }
      Instant old = reader.instant(new Moment(before, changedOn.type(), true));
      return old.isAfter(reader.instant(new Moment(reached, changedOn.type(), true)))
          ? before
          : reached;
    }

    Page page() {
      Moment at = cursor.isResting() ? null : at();
      Instant upTo = ended ? asked : at == null ? null : reader.instant(at);
      return new Page(rows, cursor.text(), !ended, upTo);
    }
  }
}
