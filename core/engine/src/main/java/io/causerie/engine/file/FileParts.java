package io.causerie.engine.file;

import io.causerie.engine.access.Reads;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import java.time.Clock;

/** What files are made of; {@code committed} is run after a write that readers are told of. */
public record FileParts(
    Database database,
    Clock clock,
    Ids ids,
    Reads reads,
    Jobs jobs,
    Deliveries deliveries,
    Journal journal,
    Runnable committed) {}
