package io.causerie.sql;

import io.causerie.model.json.ModelJson;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One walk after the other over the rows of a query, each in the order of another column that grows
 * with changes: of a join each table has its own, and its own index. What a walk promises of its
 * column so holds of each. A row that several walks show is the same in each, and is known by it.
 */
final class Walks implements Poller {
  private final List<Poller> walks;

  Walks(List<Poller> walks) {
    this.walks = List.copyOf(walks);
  }

  /**
   * Where each of them is.
   *
   * @param at which of them is under way
   * @param upTo up to when the source has been read in this round, by the walks that have ended
   */
  private record Round(List<String> cursors, int at, @Nullable Instant upTo) {
    String text() {
      return cursors.size() == 1 ? cursors.get(0) : ModelJson.write(this);
    }
  }

  @Override
  public String start(@Nullable Instant since) throws SourceException {
    List<String> cursors = new ArrayList<>();
    for (Poller walk : walks) {
      cursors.add(walk.start(since));
    }
    return new Round(cursors, 0, null).text();
  }

  /** History is read in the order of the first column; whatever has none stands before it. */
  @Override
  public String beginning() {
    return walks.get(0).beginning();
  }

  /** What another configuration wrote, and a beginning, is the place of the first walk. */
  private Round round(String cursor) {
    if (cursor.contains("\"cursors\"")) {
      Round round = ModelJson.read(cursor, Round.class);
      if (round.cursors().size() == walks.size()) {
        return round;
      }
      return anew(round.cursors().get(0));
    }
    return anew(cursor);
  }

  /** The other walks begin where the first one is, or has to. */
  private Round anew(String first) {
    List<String> cursors = new ArrayList<>();
    for (int i = 0; i < walks.size(); i++) {
      cursors.add(i == 0 ? first : Cursor.parse(first).elsewhere().text());
    }
    return new Round(cursors, 0, null);
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    Round round = round(cursor);
    if (until != null || walks.size() == 1) {
      return walks.get(0).read(round.cursors().get(0), until == null ? null : first(until), limit);
    }
    Page page = walks.get(round.at()).read(round.cursors().get(round.at()), null, limit);
    List<String> cursors = new ArrayList<>(round.cursors());
    cursors.set(round.at(), page.next());
    if (page.more()) {
      return new Page(page.rows(), new Round(cursors, round.at(), round.upTo()).text(), true, null);
    }
    Instant upTo = earlier(round.upTo(), page.upTo());
    boolean last = round.at() == walks.size() - 1;
    Round next = new Round(cursors, last ? 0 : round.at() + 1, last ? null : upTo);
    return new Page(page.rows(), next.text(), !last, last ? upTo : null);
  }

  private String first(String until) {
    return round(until).cursors().get(0);
  }

  private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isBefore(a)) ? b : a;
  }

  @Override
  public OptionalLong count(String cursor, @Nullable String until) throws SourceException {
    Round round = round(cursor);
    if (until != null) {
      return walks.get(0).count(round.cursors().get(0), first(until));
    }
    long all = 0;
    for (int i = 0; i < walks.size(); i++) {
      OptionalLong count = walks.get(i).count(round.cursors().get(i), null);
      if (count.isEmpty()) {
        return count;
      }
      all += count.getAsLong();
    }
    return OptionalLong.of(all);
  }

  /** The source wakes all of them at once. */
  @Override
  public AutoCloseable listen(Runnable wake) throws SourceException {
    return walks.get(0).listen(wake);
  }
}
