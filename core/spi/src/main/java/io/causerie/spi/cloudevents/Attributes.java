package io.causerie.spi.cloudevents;

import io.causerie.model.PlainText;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.PhraseException;
import io.causerie.model.time.Written;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The context attributes of an event, checked as section 3 of the specification asks. */
public final class Attributes {
  private final Map<String, String> values = new TreeMap<>();

  /**
   * Takes one in.
   *
   * @throws NotAnEvent if it is not named, or not written, as the specification asks
   */
  public void put(String name, String value) throws NotAnEvent {
    if (!name.matches("[a-z0-9]{1,64}")) {
      throw new NotAnEvent(EventWording.MISNAMED.with(PlainText.cut(name, 64)));
    }
    try {
      PlainText.require("the attribute '" + name + "'", value, 2048);
    } catch (IllegalArgumentException e) {
      throw new NotAnEvent(PhraseException.of(e));
    }
    values.put(name, value);
  }

  private String require(String name) throws NotAnEvent {
    String value = values.remove(name);
    if (value == null || value.isBlank()) {
      throw new NotAnEvent(EventWording.MISSING.with(name));
    }
    return value;
  }

  /**
   * The event, once all are taken in.
   *
   * @param contentType what its data are called outside of the attributes; absent: as these say
   */
  public SourceEvent event(@Nullable String contentType, byte[] data) throws NotAnEvent {
    String version = require("specversion");
    if (!version.equals("1.0")) {
      throw new NotAnEvent(EventWording.VERSION.with(version));
    }
    String id = require("id");
    String source = require("source");
    String type = require("type");
    String time = values.remove("time");
    String said = values.remove("datacontenttype");
    return build(source, type, id, time, contentType == null ? said : contentType, data);
  }

  private SourceEvent build(
      String source,
      String type,
      String id,
      @Nullable String time,
      @Nullable String contentType,
      byte[] data)
      throws NotAnEvent {
    String subject = values.remove("subject");
    try {
      return new SourceEvent(
          source,
          type,
          id,
          subject == null || subject.isEmpty() ? null : subject,
          time == null ? null : time(time),
          contentType == null || contentType.length() > 256 ? null : contentType,
          values,
          data);
    } catch (IllegalArgumentException e) {
      throw new NotAnEvent(PhraseException.of(e));
    }
  }

  private static Instant time(String text) throws NotAnEvent {
    return Written.exact(text)
        .orElseThrow(() -> new NotAnEvent(EventWording.NO_TIME.with(Written.formOf(text))));
  }
}
