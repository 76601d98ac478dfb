package io.causerie.odata;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The table behind a service of the tests. Something may change it after each page that is read.
 */
final class Orders {
  private final Map<String, Order> rows = new TreeMap<>();
  private Runnable afterPage = () -> {};
  private int cap = Integer.MAX_VALUE;
  private boolean milliseconds;
  private boolean hidden;

  /** An order; its key has two parts. */
  record Order(String company, int number, String status, Instant changedAt) {
    static final List<String> PROPERTIES = List.of("Company", "Number", "Status", "ChangedAt");

    Comparable<?> get(String property) {
      return switch (property) {
        case "Company" -> company;
        case "Number" -> (long) number;
        case "Status" -> status;
        case "ChangedAt" -> changedAt;
        default -> throw new IllegalArgumentException(property);
      };
    }

    String key() {
      return "Company='" + company.replace("'", "''") + "',Number=" + number;
    }
  }

  synchronized void put(String company, int number, String status, Instant changedAt) {
    Order order = new Order(company, number, status, changedAt);
    rows.put(order.key(), order);
  }

  synchronized void remove(String company, int number) {
    rows.remove(new Order(company, number, "", Instant.EPOCH).key());
  }

  /** Whether whoever asks may see no row. */
  synchronized void hide(boolean all) {
    hidden = all;
  }

  synchronized List<Order> all() {
    return hidden ? List.of() : List.copyOf(rows.values());
  }

  synchronized Optional<Order> find(String company, long number) {
    return hidden
        ? Optional.empty()
        : Optional.ofNullable(rows.get(new Order(company, (int) number, "", Instant.EPOCH).key()));
  }

  /** What somebody does behind the reader's back, each time a page has been read. */
  void afterEachPage(Runnable change) {
    afterPage = change;
  }

  /** The service makes no page longer than this. */
  void capPages(int most) {
    cap = most;
  }

  /** The service tells times in milliseconds and compares them with all their digits. */
  void tellMilliseconds() {
    milliseconds = true;
  }

  /** A time as the service tells it. */
  Instant told(Instant time) {
    return milliseconds ? time.truncatedTo(ChronoUnit.MILLIS) : time;
  }

  int cap() {
    return cap;
  }

  synchronized List<Order> query(Predicate<Order> filter, List<String> order, long top) {
    List<Order> found = new ArrayList<>(all().stream().filter(filter).toList());
    for (int i = order.size() - 1; i >= 0; i--) {
      String property = order.get(i);
      found.sort(Comparator.comparing(o -> comparable(o.get(property))));
    }
    List<Order> page = found.subList(0, (int) Math.min(Math.min(top, cap), found.size()));
    if (top > 0) {
      afterPage.run();
    }
    return page;
  }

  /** Compares two values of a filter. */
  static int compare(Object a, Object b) {
    return comparable(a).compareTo(b);
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> comparable(Object value) {
    return (Comparable<Object>) value;
  }

  /** A literal of a filter, in either version: text, a number or a moment. */
  static Object literal(String text) {
    if (text.matches("-?[0-9]+L?")) {
      return Long.parseLong(text.replace("L", ""));
    }
    if (text.startsWith("'")) {
      return text.substring(1, text.length() - 1).replace("''", "'");
    }
    String moment = text.replaceFirst("^datetimeoffset'", "").replaceFirst("'$", "");
    return java.time.OffsetDateTime.parse(moment).toInstant();
  }
}
