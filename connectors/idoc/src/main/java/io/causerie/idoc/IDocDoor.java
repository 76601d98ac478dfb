package io.causerie.idoc;

import io.causerie.model.Sha256;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.xml.ForeignXml;
import io.causerie.spi.BasicCredentials;
import io.causerie.spi.Door;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Where an SAP system, or what stands between, posts IDocs. What cannot be read is kept as failed,
 * with its bytes: a sender that is refused sends the same again and again.
 */
final class IDocDoor implements Door {
  /** IDocs of one request. */
  private static final int MOST = 10_000;

  private final Reading reading;
  private final BasicCredentials senders;

  IDocDoor(Reading reading, BasicCredentials senders) {
    this.reading = reading;
    this.senders = senders;
  }

  @Override
  public Answer open(Request request) {
    if (!request.method().equals("POST")) {
      return Reply.problem(405, "method-not-allowed", "send IDocs with POST");
    }
    if (!senders.areShownBy(request)) {
      return Reply.stranger();
    }
    if (request.header("content-encoding").filter(e -> !e.equals("identity")).isPresent()) {
      return Reply.problem(415, "unsupported-media-type", "send the body without Content-Encoding");
    }
    String digest = Sha256.hex(request.body());
    Reply taken = answer(request);
    try {
      return new Deliveries(deliveries(request, digest), taken);
    } catch (NoIDocException e) {
      return new Deliveries(List.of(refused(request.body(), digest, e.phrase())), taken);
    } catch (XMLStreamException e) {
      Phrase why = IDocReader.unreadable(e).phrase();
      return new Deliveries(List.of(refused(request.body(), digest, why)), taken);
    }
  }

  private static @Nullable Reply answer(Request request) {
    try {
      return Envelope.answer(reader(request));
    } catch (NoIDocException | XMLStreamException e) {
      // Told when it is read whole.
      return null;
    }
  }

  private Delivery refused(byte[] body, String digest, Phrase why) {
    return Letters.refused(reading.source(), Letters.BROKEN, "~" + digest, body, why).delivery();
  }

  private List<Delivery> deliveries(Request request, String digest)
      throws NoIDocException, XMLStreamException {
    if (request.body().length == 0) {
      throw new NoIDocException(IDocWording.EMPTY.with());
    }
    XMLStreamReader in = reader(request);
    Letters letters = new Letters(reading, new IDocReader(in, reading.most()), digest);
    List<Delivery> all = new ArrayList<>();
    for (Optional<Letters.Letter> next = letters.next(); next.isPresent(); next = letters.next()) {
      if (all.size() == MOST) {
        throw new NoIDocException(IDocWording.TOO_MANY.with(MOST));
      }
      all.add(next.get().delivery());
    }
    return all;
  }

  private static XMLStreamReader reader(Request request)
      throws NoIDocException, XMLStreamException {
    Optional<String> charset = charset(request.header("content-type").orElse(""));
    if (charset.isEmpty()) {
      return ForeignXml.reader(request.body());
    }
    try {
      return ForeignXml.reader(request.body(), Charset.forName(charset.get()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new NoIDocException(
          IDocWording.NO_XML.with(IDocWording.NO_CHARSET.with(charset.get())));
    }
  }

  private static Optional<String> charset(String type) {
    for (String parameter : type.split(";")) {
      String[] pair = parameter.split("=", 2);
      if (pair.length == 2 && pair[0].strip().toLowerCase(Locale.ROOT).equals("charset")) {
        return Optional.of(pair[1].strip().replace("\"", "")).filter(name -> !name.isEmpty());
      }
    }
    return Optional.empty();
  }
}
