package io.causerie.amqp;

import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one queue. The broker keeps what was not settled, so there is no place to
 * remember: the cursor says nothing. A message is accepted when its page is durable; what is not
 * taken is released.
 */
final class AmqpSubscription implements Subscription {
  private static final String CURSOR = "queue";
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Broker broker;
  private final Queue queue;
  private final Messages messages;
  private final Attempts attempts = new Attempts();

  AmqpSubscription(Broker broker, Queue queue) {
    this.broker = broker;
    this.queue = queue;
    this.messages = new Messages(queue.maxSize());
  }

  /** A queue gives what is in it, and nothing again that was taken. */
  @Override
  public String start(@Nullable Instant since) {
    return CURSOR;
  }

  @Override
  public Duration patience() {
    return WAIT.plus(broker.timeout()).multipliedBy(4);
  }

  @Override
  public void run(String cursor, Sink sink) throws SourceException, InterruptedException {
    try (Opened line = broker.open(queue)) {
      sink.alive();
      while (!sink.ending()) {
        // Where a page has failed, one by one: the others are not to wait for whose fault it is.
        int most = attempts.isAny() ? 1 : queue.prefetch();
        List<Message> some = line.receive(WAIT, most);
        if (some.isEmpty()) {
          sink.alive();
        } else {
          give(line, some, sink, some.size() == most);
        }
      }
    }
  }

  private void give(Opened line, List<Message> some, Sink sink, boolean more)
      throws SourceException, InterruptedException {
    Message last = some.get(some.size() - 1);
    List<SourceRow> rows = some.stream().map(this::row).toList();
    List<String> keys = rows.stream().map(SourceRow::key).toList();
    boolean taken = false;
    try {
      sink.page(new Poller.Page(rows, CURSOR, more, null));
      taken = true;
    } catch (RuntimeException | Error e) {
      attempts.failed(keys);
      throw e;
    } finally {
      if (!taken) {
        line.release(last);
      }
    }
    attempts.taken(keys);
    line.accept(last);
  }

  private SourceRow row(Message message) {
    SourceRow row = messages.row(Received.of(message));
    return attempts.of(row.key()) < Attempts.MOST
        ? row
        : SourceRow.unreadable(
            row.key(), row.version(), row.event(), AmqpWording.tooOften(Attempts.MOST));
  }
}
