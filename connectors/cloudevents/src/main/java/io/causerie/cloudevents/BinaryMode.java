package io.causerie.cloudevents;

import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import io.causerie.spi.cloudevents.Attributes;
import io.causerie.spi.cloudevents.EventWording;
import io.causerie.spi.cloudevents.NotAnEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Binary content mode: the attributes are headers, the body is the data (HTTP binding, section
 * 3.1).
 */
final class BinaryMode {
  private BinaryMode() {}

  static SourceEvent event(Door.Request request, String mediaType) throws NotAnEvent {
    Attributes attributes = new Attributes();
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      if (header.getKey().startsWith("ce-") && !header.getValue().isEmpty()) {
        String name = header.getKey().substring(3);
        attributes.put(name, decoded(name, header.getValue().get(0)));
      }
    }
    return attributes.event(mediaType.isEmpty() ? null : mediaType, request.body());
  }

  /** Percent-decoding of header values (HTTP binding, section 3.1.3.2). */
  private static String decoded(String name, String value) throws NotAnEvent {
    String text = value.strip();
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length() && hex(text, i + 1) && hex(text, i + 2)) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new NotAnEvent(EventWording.NO_PERCENT.with(name));
    }
  }

  private static boolean hex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0;
  }
}
