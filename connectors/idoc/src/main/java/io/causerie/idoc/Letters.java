package io.causerie.idoc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.PhraseException;
import io.causerie.spi.Door;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of a document, one after the other; what of it is none is one with a fault. Their keys
 * depend on its bytes alone. Holds one IDoc at a time.
 */
final class Letters {
  /** The type of what is no IDoc. */
  static final String BROKEN = "idoc.refused";

  /** So much more than an IDoc its parts may be, which repeat what is said of all of them. */
  private static final long REPEATED = 4;

  private final Reading reading;
  private final IDocReader in;
  private final String digest;
  private final Deque<Letter> parts = new ArrayDeque<>();
  private int place;

  /**
   * @param digest of the document's bytes
   */
  Letters(Reading reading, IDocReader in, String digest) {
    this.reading = reading;
    this.in = in;
    this.digest = digest;
  }

  /**
   * One of them.
   *
   * @param key the same whenever it comes
   */
  record Letter(String key, Door.Delivery delivery) {
    boolean isRefused() {
      return delivery.fault() != null;
    }
  }

  /**
   * The next one; nothing behind the last.
   *
   * @throws NoIDocException if the document is not well-formed, or holds none at all
   */
  Optional<Letter> next() throws NoIDocException {
    if (parts.isEmpty()) {
      Optional<IDocReader.Read> read = in.next();
      if (read.isPresent()) {
        place++;
        parts.addAll(letters(read.get()));
      } else if (place == 0) {
        throw new NoIDocException(IDocWording.NONE_IN_IT.with());
      }
    }
    return Optional.ofNullable(parts.poll());
  }

  private List<Letter> letters(IDocReader.Read read) {
    Phrase wrong = read.wrong();
    String unnamed = "~" + digest + "." + place;
    byte[] data = bytes(read.segments());
    if (wrong != null) {
      return List.of(refused(reading.source(), BROKEN, unnamed, data, wrong));
    }
    String key = unnamed;
    String type = BROKEN;
    try {
      ControlRecord control = ControlRecord.of(read.segments(), reading.zone());
      key = control.key(control.hasNumber() ? control.number() : unnamed);
      type = control.type();
      if (!control.hasNumber() && !reading.byDigest()) {
        throw new NoIDocException(IDocWording.NO_NUMBER.with());
      }
      return of(control, key, Split.of(read.segments(), REPEATED * reading.most()));
    } catch (NoIDocException e) {
      return List.of(refused(reading.source(), type, key, data, e.phrase()));
    } catch (IllegalArgumentException e) {
      return List.of(refused(reading.source(), BROKEN, unnamed, data, PhraseException.of(e)));
    }
  }

  private List<Letter> of(ControlRecord control, String key, List<ObjectNode> segments) {
    Deque<Letter> letters = new ArrayDeque<>();
    for (ObjectNode each : segments) {
      String of = segments.size() == 1 ? key : key + "#" + (letters.size() + 1);
      letters.add(
          new Letter(
              of,
              new Door.Delivery(
                  new SourceEvent(
                      reading.source(),
                      control.type(),
                      of,
                      of,
                      control.created().orElse(null),
                      "application/json",
                      Map.of(),
                      bytes(each)),
                  null)));
    }
    return List.copyOf(letters);
  }

  /** What is no event, and is kept with its bytes. */
  static Letter refused(String source, String type, String key, byte[] data, Phrase why) {
    String of = type.equals(BROKEN) ? key : key + "!";
    return new Letter(
        of,
        new Door.Delivery(
            new SourceEvent(source, type, of, null, null, null, Map.of(), data),
            new Door.Fault(IDocWording.NO_IDOC.with(), why)));
  }

  private static byte[] bytes(ObjectNode node) {
    try {
      return ForeignJson.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read can be written", e);
    }
  }
}
