package io.causerie.salesforce;

import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads records as they are now by SOQL, one object after the other; deletions too. */
final class RecordPoller implements Poller {
  private final Org org;
  private final Settings settings;
  private final Rows rows;

  RecordPoller(Org org, Settings settings, Rows rows) {
    this.org = org;
    this.settings = settings;
    this.rows = rows;
  }

  @Override
  public String start(@Nullable Instant since) throws SourceException {
    Instant from = since == null ? org.now() : since;
    return Places.from(settings.declared().objects(), from).text();
  }

  @Override
  public String beginning() {
    return Places.BEGINNING.text();
  }

  private Walks walks() {
    return new Walks(settings.declared().objects(), object -> settings.walk(org.rest(), object));
  }

  private static Places end(@Nullable String until) throws SourceException {
    return until == null ? Places.BEGINNING : Places.parse(until);
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    List<SourceRow> read = new ArrayList<>();
    Walks.Read page =
        walks()
            .page(
                Places.parse(cursor),
                end(until),
                limit,
                (object, record) -> read.add(rows.read(object, record)));
    return new Page(read, page.places().text(), page.more(), page.date());
  }

  @Override
  public OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    return OptionalLong.of(walks().count(Places.parse(cursor), end(until)));
  }
}
