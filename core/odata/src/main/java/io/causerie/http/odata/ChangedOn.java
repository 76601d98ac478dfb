package io.causerie.http.odata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a set tells when an entity was changed: by one property, or by a day and a time of day that
 * stand apart, as with SAP's business partners; these are compared as one.
 *
 * @param day the only property, or the day
 * @param time the time of that day; absent: there is one property
 */
record ChangedOn(EntitySet.Property day, EntitySet.@Nullable Property time, ODataVersion version) {

  List<String> names() {
    return Stream.of(Optional.of(day), Optional.ofNullable(time))
        .flatMap(Optional::stream)
        .map(EntitySet.Property::name)
        .toList();
  }

  /** How messages name it. */
  String name() {
    return String.join(", ", names());
  }

  /** The type of its moments. */
  EdmType type() {
    return time == null ? day.type() : EdmType.DATE_TIME;
  }

  /** Whether it tells no more than the day. */
  boolean isDay() {
    return time == null && day.day();
  }

  /** When an entity was changed; absent where it does not say. */
  Optional<Moment> of(ObjectNode entity) {
    Optional<Moment> known = Moment.of(entity.path(day.name()), day.type());
    if (time == null) {
      return known.map(m -> m.sharpened(version.etag(entity), day.precision()));
    }
    String name = time.name();
    return known.flatMap(
        m ->
            timeOfDay(entity.path(name))
                .map(at -> new Moment(dayOf(m.text()) + "T" + at, EdmType.DATE_TIME, true)));
  }

  /** {@code PT10H15M30S} of V2, {@code 10:15:30} of V4; no digits behind the second. */
  private static Optional<String> timeOfDay(JsonNode node) {
    String text = node.asText("");
    if (text.matches("\\d\\d:\\d\\d:\\d\\d.*")) {
      return Optional.of(text.substring(0, 8));
    }
    try {
      return Optional.of(
          DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.MIDNIGHT.plus(Duration.parse(text))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String dayOf(String moment) {
    return moment.substring(0, moment.indexOf('T') < 0 ? moment.length() : moment.indexOf('T'));
  }

  /**
   * A filter.
   *
   * @param operator {@code eq}, {@code gt}, {@code ge}, {@code lt} or {@code le}
   */
  String compared(String operator, Moment moment) {
    EntitySet.Property second = time;
    if (second == null) {
      return day.name() + " " + operator + " " + moment.literal(version);
    }
    String dayIs =
        day.type()
            .literal(
                dayOf(moment.text()) + (day.type() == EdmType.DATE ? "" : "T00:00:00"), version);
    String timeIs =
        second.name() + " " + operator + " " + second.type().literal(time(moment, second), version);
    String both = day.name() + " eq " + dayIs + " and " + timeIs;
    return operator.equals("eq")
        ? both
        : "(%s %s %s or (%s))".formatted(day.name(), operator.substring(0, 1) + "t", dayIs, both);
  }

  private static String time(Moment moment, EntitySet.Property second) {
    String text = moment.text().substring(dayOf(moment.text()).length()).replaceFirst("^T", "");
    String at = (text + "00:00:00".substring(Math.min(text.length(), 8))).substring(0, 8);
    return second.type() == EdmType.TIME
        ? "PT%sH%sM%sS".formatted(at.substring(0, 2), at.substring(3, 5), at.substring(6, 8))
        : at;
  }
}
