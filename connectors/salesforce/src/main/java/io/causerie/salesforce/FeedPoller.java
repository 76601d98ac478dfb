package io.causerie.salesforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what people say in the feeds of an object's records: items and comments in the order in
 * which they were changed, and which were deleted. Change Data Capture may not cover them, so they
 * are polled.
 */
final class FeedPoller implements Poller {
  static final String ITEM = "FeedItem";
  static final String COMMENT = "FeedComment";
  private static final List<String> BOTH = List.of(ITEM, COMMENT);
  private static final String STATUS = "Status";

  /** Salesforce tells deletions of so long ago at most, and of no less than a minute. */
  private static final Duration KEPT = Duration.ofDays(15).minusHours(1);

  private static final Duration LEAST = Duration.ofMinutes(2);

  private static final List<String> SAID =
      List.of(
          "Id",
          "ParentId",
          "Parent.Type",
          "IsRichText",
          STATUS,
          "CreatedById",
          "CreatedBy.Name",
          "CreatedBy.Email",
          "CreatedDate",
          "InsertedById",
          "LastEditById",
          "LastEditDate",
          Soql.CHANGED);
  private static final List<String> OF_AN_ITEM = List.of("Type", "Title", "Body");
  private static final List<String> OF_A_COMMENT =
      List.of("FeedItemId", "CommentBody", "ThreadParentId");

  /** What people write; changes of fields that are tracked in a feed come as changes. */
  private static final String PEOPLES =
      "Type IN ('TextPost','LinkPost','ContentPost','QuestionPost')";

  private final Org org;
  private final Settings settings;
  private final Rows rows;

  FeedPoller(Org org, Settings settings, Rows rows) {
    this.org = org;
    this.settings = settings;
    this.rows = rows;
  }

  @Override
  public String start(@Nullable Instant since) throws SourceException {
    return Places.from(BOTH, since == null ? org.now() : since).text();
  }

  @Override
  public String beginning() {
    return Places.BEGINNING.text();
  }

  /** Of its events: {@code OpportunityFeed}, as Salesforce calls the feeds of an object. */
  String type() {
    String object = settings.declared().objects().get(0);
    return (object.endsWith("__c") ? object.substring(0, object.length() - 1) : object) + "Feed";
  }

  private Walk walk(String object) {
    return new Walk(
        org.rest(), object, select(object), conditions(object), false, settings.overlap());
  }

  private static List<String> select(String object) {
    Set<String> select = new LinkedHashSet<>(SAID);
    select.addAll(object.equals(ITEM) ? OF_AN_ITEM : OF_A_COMMENT);
    return List.copyOf(select);
  }

  List<String> conditions(String object) {
    String parents = "Parent.Type IN " + Soql.in(settings.declared().objects());
    return object.equals(ITEM) ? List.of(parents, PEOPLES) : List.of(parents);
  }

  /** Items before comments: an answer is nothing without what it answers. */
  private Walks walks() {
    return new Walks(BOTH, this::walk);
  }

  private static Places end(@Nullable String until) throws SourceException {
    return until == null ? Places.BEGINNING : Places.parse(until);
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    List<SourceRow> read = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    Walks.Read page =
        walks()
            .page(
                Places.parse(cursor),
                end(until),
                limit,
                (object, said) -> {
                  if (isPublic(said)) {
                    read.add(row(object, said));
                    if (object.equals(COMMENT)) {
                      comments.add(said.path("Id").asText());
                    }
                  }
                });
    Places places = page.places();
    Instant date = page.date();
    if (until == null) {
      places = places.watching(comments);
      if (!page.more() && date != null) {
        places = deletions(places, date, read);
      }
    }
    return new Page(read, places.text(), page.more(), date);
  }

  private boolean isPublic(ObjectNode said) {
    String status = said.path(STATUS).asText("");
    return (status.isEmpty() || status.equals("null") || status.equals("Published"))
        && settings.declared().has(said.path("Parent").path("Type").asText());
  }

  private SourceRow row(String object, ObjectNode said) throws SourceException {
    Instant changed = Rows.changed(object, said);
    // It rises with every comment and every like, too.
    said.remove(Soql.CHANGED);
    said.remove(STATUS);
    return rows.said(type(), object, Rows.id(object, said), changed, said);
  }

  private Places deletions(Places places, Instant now, List<SourceRow> read)
      throws SourceException {
    Instant last = places.gone() == null ? now : places.gone();
    Instant earliest = now.minus(KEPT);
    Instant from = last.minus(settings.overlap().compareTo(LEAST) < 0 ? LEAST : settings.overlap());
    Rest.Deleted items = org.rest().deleted(ITEM, from.isBefore(earliest) ? earliest : from, now);
    for (Map.Entry<String, Instant> one : items.ids().entrySet()) {
      read.add(rows.unsaid(type(), ITEM, one.getKey(), one.getValue()));
    }
    List<String> comments = missing(places.watched());
    for (String id : comments) {
      read.add(rows.unsaid(type(), COMMENT, id, now));
    }
    return places.without(comments).goneUpTo(items.covered());
  }

  /**
   * Comments that are not there any more. Whether Salesforce tells deletions of comments is not
   * sure, so that the last ones are asked for; of older ones the census knows.
   */
  private List<String> missing(List<String> watched) throws SourceException {
    if (watched.isEmpty()) {
      return List.of();
    }
    List<String> missing = new ArrayList<>(watched);
    for (ObjectNode there : org.rest().all(Soql.byId(List.of("Id"), COMMENT, watched), false)) {
      missing.remove(there.path("Id").asText());
    }
    return missing;
  }

  @Override
  public OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    return OptionalLong.of(walks().count(Places.parse(cursor), end(until)));
  }
}
