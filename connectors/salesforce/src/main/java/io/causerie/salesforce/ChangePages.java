package io.causerie.salesforce;

import com.salesforce.eventbus.protobuf.ConsumerEvent;
import io.causerie.http.Json;
import io.causerie.model.PlainText;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Door;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** Makes rows of events, one for each record that an event tells of. Stateless. */
final class ChangePages {
  private final Org org;
  private final Settings settings;
  private final Rows rows;
  private final RecordReadBack readBack;
  private final ChangeReader reader;

  ChangePages(Org org, Settings settings, Rows rows, RecordReadBack readBack) {
    this.org = org;
    this.settings = settings;
    this.rows = rows;
    this.readBack = readBack;
    this.reader = new ChangeReader(settings.declared());
  }

  /**
   * What a response holds.
   *
   * @param committed the latest commit among its events
   * @param changes what could be read of it, whether anybody wants it or not
   */
  record Made(List<SourceRow> rows, List<Break> breaks, Instant committed, List<Change> changes) {}

  /** Salesforce did not tell something. */
  record Break(Phrase why, Instant since) {}

  /** An event, read or not. */
  private record Decoded(ConsumerEvent event, Change change) {}

  /**
   * @param position behind which they come
   * @param overlap how long before its beginning what was committed is wanted
   */
  Made of(List<ConsumerEvent> events, OrgSession session, Position position, Duration overlap)
      throws SourceException, BusException {
    Instant safe = position.safe();
    Instant wanted = position.since().minus(overlap);
    List<SourceRow> made = new ArrayList<>();
    List<Break> breaks = new ArrayList<>();
    List<Decoded> changes = new ArrayList<>();
    List<Change> all = new ArrayList<>();
    Instant committed = safe;
    for (ConsumerEvent event : events) {
      try {
        Schema schema = org.bus().schema(session, event.getEvent().getSchemaId());
        Change change = reader.read(schema, event.getEvent().getPayload().toByteArray());
        all.add(change);
        if (settings.declared().has(change.header().object())
            && !change.header().committed().isBefore(wanted)) {
          changes.add(new Decoded(event, change));
        }
        if (change.header().committed().isAfter(committed)) {
          committed = change.header().committed();
        }
      } catch (ChangeReader.UnreadableException e) {
        untold(event, made, breaks, committed);
      }
    }
    Set<String> users = new LinkedHashSet<>();
    changes.forEach(one -> users.add(one.change().header().user()));
    org.users().meet(users);
    Map<String, SourceRow> merged = merged(changes);
    for (Decoded one : changes) {
      Change change = one.change();
      if (change.header().type() == Change.Type.GAP_OVERFLOW) {
        breaks.add(new Break(SalesforceWording.OVERFLOW.with(change.header().object()), safe));
        continue;
      }
      try {
        made.addAll(rows(change, session, merged));
      } catch (ChangeReader.UnreadableException e) {
        untold(one.event(), made, breaks, committed);
      }
    }
    return new Made(made, breaks, committed, all);
  }

  private void untold(
      ConsumerEvent event, List<SourceRow> made, List<Break> breaks, Instant committed) {
    made.add(unreadable(settings.system(), settings.connector(), settings.topic(), event));
    breaks.add(
        new Break(SalesforceWording.UNREADABLE.with(settings.topic(), schema(event)), committed));
  }

  private List<SourceRow> rows(Change change, OrgSession session, Map<String, SourceRow> merged)
      throws ChangeReader.UnreadableException {
    List<SourceRow> made = new ArrayList<>();
    Change.Header header = change.header();
    for (String id : header.ids()) {
      SourceRow row;
      try {
        row = rows.changed(change, id, org.users().of(header.user()));
      } catch (SourceException e) {
        // Of what no attribute of an event may hold.
        throw new ChangeReader.UnreadableException("no row", e);
      }
      if (header.type().isGap()) {
        made.add(SourceRow.named(row.key(), row.version(), row.event()));
        continue;
      }
      SourceRow other = header.type().isDeletion() ? merged.get(row.key()) : null;
      made.add(isOwn(header, session) ? row.asQuiet() : other == null ? row : other);
      if (leavesARest(change)) {
        made.add(rows.partly(row));
      }
    }
    return made;
  }

  /**
   * Whether more of the record has to be read: a difference in place of a text, a part of a name,
   * and what stands in other records.
   */
  private boolean leavesARest(Change change) {
    boolean named = settings.declared().hasOthers(change.header().object());
    return change.header().type() == Change.Type.UPDATE
        ? !change.partial().isEmpty() || change.foreign()
        : change.whole() && named;
  }

  /** What was written from here is no news here. */
  private boolean isOwn(Change.Header header, OrgSession session) {
    return header.user().equals(session.user())
        && header.client().filter(org.caller()::equals).isPresent();
  }

  /** Of records that are gone, those that were merged into others: an event does not say it. */
  private Map<String, SourceRow> merged(List<Decoded> changes) throws SourceException {
    Map<String, List<String>> gone = new LinkedHashMap<>();
    for (Decoded one : changes) {
      Change.Header header = one.change().header();
      if (header.type().isDeletion() && Declared.MERGED.contains(header.object())) {
        gone.computeIfAbsent(header.object(), o -> new ArrayList<>()).addAll(header.ids());
      }
    }
    Map<String, SourceRow> merged = new HashMap<>();
    for (Map.Entry<String, List<String>> one : gone.entrySet()) {
      List<String> ids = List.copyOf(new HashSet<>(one.getValue()));
      for (SourceRow row : readBack.read(one.getKey(), ids, true)) {
        if (rows.isMerged(row)) {
          merged.put(row.key(), row);
        }
      }
    }
    return merged;
  }

  /** Without what it says: nobody knows which of its fields were declared. */
  static SourceRow unreadable(String system, String connector, String topic, ConsumerEvent event) {
    byte[] id = event.getReplayId().toByteArray();
    String replay =
        Position.isPlace(event.getReplayId())
            ? Base64.getEncoder().encodeToString(id)
            : Sha256.hex(Base64.getEncoder().encodeToString(id));
    SourceEvent made =
        new SourceEvent(
            "/" + system + "/" + connector,
            "unreadable",
            replay,
            null,
            null,
            "application/json",
            Map.of(),
            Json.MAPPER
                .createObjectNode()
                .put("schema", schema(event))
                .put("replayId", replay)
                .put("bytes", event.getEvent().getPayload().size())
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    return SourceRow.unreadable(
        "unreadable/" + replay,
        replay.length() <= SourceRow.MAX_VERSION ? replay : "",
        made,
        new Door.Fault(
            SalesforceWording.NOT_ITS_SCHEMA.with(),
            SalesforceWording.UNREADABLE.with(topic, schema(event))));
  }

  /** A name that anybody may give; it is shown. */
  private static String schema(ConsumerEvent event) {
    return PlainText.cut(event.getEvent().getSchemaId(), 100);
  }
}
