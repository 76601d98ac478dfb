package io.causerie.runtime;

import io.causerie.engine.BusyException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.ingest.Reading;
import io.causerie.model.SourceEvent;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/**
 * Takes the rows of one connector in, under its lease: through its route, until each has its fate.
 */
final class RowIntake {
  private static final String GONE = "gone";

  private final String name;
  private final Routing routing;
  private final boolean readsBack;
  private final Reading.Tells read;
  private final Reading.Tells delivered;

  RowIntake(String name, Connector connector, Routing routing) {
    this.name = name;
    this.routing = routing;
    this.readsBack = connector.readBack().isPresent();
    this.read =
        connector.intake().polled().filter(poller -> !poller.tellsStates()).isPresent()
            ? Reading.Tells.MESSAGE
            : Reading.Tells.STATE;
    // Only who is compared with her source has to know in which version a row was told of.
    this.delivered = connector.census().isPresent() ? Reading.Tells.CHANGE : Reading.Tells.MESSAGE;
  }

  /**
   * Takes in rows that were read.
   *
   * @param silent of which nobody is to be told
   */
  List<EventOutcome> read(Lease lease, List<SourceRow> rows, Predicate<SourceRow> silent) {
    List<CompletableFuture<EventOutcome>> answers = new ArrayList<>();
    for (SourceRow row : rows) {
      answers.add(bring(lease, row, row.version(), silent.test(row), read));
    }
    return outcomes(answers);
  }

  /** Waits until there may be room again, a little longer each time in a row. */
  @FunctionalInterface
  interface Room {
    /**
     * @param times how often in a row there was none
     */
    void await(int times) throws InterruptedException;
  }

  /**
   * Takes in rows that were delivered, however long that takes. What is told of one key is taken in
   * its order.
   */
  void delivered(Lease lease, List<SourceRow> rows, Predicate<SourceRow> silent, Room room)
      throws InterruptedException {
    List<SourceRow> together = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (SourceRow row : rows) {
      if (!keys.add(row.key())) {
        // A route may take its time with the first of them.
        together(lease, together, silent, room);
        together.clear();
        keys.clear();
        keys.add(row.key());
      }
      together.add(row);
    }
    together(lease, together, silent, room);
  }

  private void together(Lease lease, List<SourceRow> rows, Predicate<SourceRow> silent, Room room)
      throws InterruptedException {
    List<SourceRow> left = List.copyOf(rows);
    int times = 0;
    while (!left.isEmpty()) {
      List<SourceRow> asked = left;
      List<CompletableFuture<EventOutcome>> answers = new ArrayList<>();
      for (SourceRow row : asked) {
        answers.add(bring(lease, row, row.version(), silent.test(row), delivered));
      }
      left = withoutRoom(asked, answers);
      if (!left.isEmpty()) {
        times = left.size() < asked.size() ? 1 : times + 1;
        room.await(times);
      }
    }
  }

  /** Those for which there was no room, once all have their answers. */
  private static List<SourceRow> withoutRoom(
      List<SourceRow> rows, List<CompletableFuture<EventOutcome>> answers) {
    List<SourceRow> left = new ArrayList<>();
    RuntimeException failed = null;
    for (int i = 0; i < rows.size(); i++) {
      try {
        answers.get(i).join();
      } catch (CompletionException e) {
        RuntimeException cause = cause(e);
        if (cause instanceof BusyException || cause instanceof UnavailableException) {
          left.add(rows.get(i));
        } else {
          failed = failed == null ? cause : failed;
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
    return left;
  }

  /** Takes in that rows are gone; each of them once, however often it is told until it is back. */
  List<EventOutcome> bury(Lease lease, List<SourceRow> gone) {
    List<CompletableFuture<EventOutcome>> answers = new ArrayList<>();
    for (SourceRow row : gone) {
      answers.add(bring(lease, row, GONE, false, read));
    }
    return outcomes(answers);
  }

  private CompletableFuture<EventOutcome> bring(
      Lease lease, SourceRow row, String version, boolean silent, Reading.Tells tells) {
    if (row.isNamed() && !readsBack) {
      throw new IllegalStateException("a row only names its record, and READ_BACK is not claimed");
    }
    SourceEvent event = row.event();
    String key = Ingest.keyOf(row.key(), version, event);
    // What is known of a row is what its record will have said, not that somebody named it.
    Reading.Tells told = row.isNamed() || row.fault() != null ? Reading.Tells.MESSAGE : tells;
    Reading reading = new Reading(lease, row.key(), version, Reading.digestOf(event), silent, told);
    RoutedEvent routed = new RoutedEvent(name, key, event, reading);
    return (row.fault() == null ? routing.bring(routed) : routing.refuse(routed, row.fault()))
        .toCompletableFuture();
  }

  /**
   * Waits for all of them.
   *
   * @throws LeaseLostException if the lease is lost
   */
  private static List<EventOutcome> outcomes(List<CompletableFuture<EventOutcome>> answers) {
    List<EventOutcome> outcomes = new ArrayList<>();
    RuntimeException failed = null;
    for (CompletableFuture<EventOutcome> answer : answers) {
      try {
        outcomes.add(answer.join());
      } catch (CompletionException e) {
        failed = failed == null ? cause(e) : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
    return outcomes;
  }

  private static RuntimeException cause(CompletionException e) {
    return Objects.requireNonNullElse(e.getCause(), e) instanceof RuntimeException cause
        ? cause
        : e;
  }
}
