package io.causerie.engine.ingest;

import io.causerie.engine.access.Audiences;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.discussion.SourceNotes;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.people.SourceActors;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/** What taking events in is made of. */
public record IngestParts(
    Database database,
    Clock clock,
    Ids ids,
    Audiences audiences,
    Journal journal,
    SourceActors sourceActors,
    Jobs jobs,
    List<Holdings> holdings,
    SourceNotes notes,
    MeterRegistry meters) {}
