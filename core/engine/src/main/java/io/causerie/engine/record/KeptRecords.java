package io.causerie.engine.record;

import io.causerie.engine.access.Progress;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Untold;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Records and what stands beside them for their readers, as they were read lately. */
final class KeptRecords {
  private static final long MOST_CHARACTERS = 4 << 20;
  private static final long MOST_READERS = 20_000;

  private final Untold<Long, TrackedRecord> records =
      new Untold<>(MOST_CHARACTERS, KeptRecords::characters);
  private final Untold<Reader, Beside> besides = new Untold<>(MOST_READERS, beside -> 1);

  /** A reader of a record: what she sees of it hangs on her mark and on the gates she passes. */
  private record Reader(long record, String person, long mark, long rights, List<Object> reach) {}

  /** A record with all that stands beside it; nobody changes the record. */
  record Seen(TrackedRecord record, Beside own) {}

  /**
   * @param reader whom the record's present gate lets in, and who asked for its page
   * @param most where counting what is unread ends
   */
  Optional<Seen> seen(Handle h, Standing reader, int most) {
    Progress now = reader.progress();
    Reader asks =
        new Reader(
            reader.record(), reader.person(), now.seen(), reader.version(), reader.reach().key());
    Optional<TrackedRecord> record = records.find(reader.record(), now);
    Optional<Beside> own = besides.find(asks, now);
    if (record.isPresent() && own.isPresent()) {
      return Optional.of(new Seen(record.get(), own.get()));
    }
    Optional<Seen> read = StandingSql.seen(h, reader, most);
    read.ifPresent(
        seen -> {
          records.put(reader.record(), now, seen.record());
          besides.put(asks, now, seen.own());
        });
    return read;
  }

  private static long characters(TrackedRecord record) {
    return 500 + 200L * record.state.size() + 200L * record.related.size();
  }
}
