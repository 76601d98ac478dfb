package io.causerie.quickstart.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order, delivery, ticket or document of the desk.
 *
 * @param kind what it is
 * @param status one of the kind's
 * @param amount in euros, for orders
 * @param due a day, for orders
 * @param contact the guest who reported a ticket
 * @param order the order a document or delivery belongs to
 * @param carrier who brings a delivery
 */
record Item(
    Kind kind,
    String id,
    String title,
    String customer,
    String status,
    @Nullable String amount,
    @Nullable String due,
    @Nullable String contact,
    @Nullable String order,
    @Nullable String carrier,
    boolean confidential,
    int version,
    String changedBy,
    Instant changedAt) {

  /** What the desk keeps. */
  enum Kind {
    ORDER("Order", "order", "Orders", "open packed shipped paid"),
    DELIVERY("Delivery", "delivery", "Deliveries", "packed underway delivered"),
    TICKET("Ticket", "ticket", "Tickets", "new working solved"),
    DOCUMENT("Document", "document", "Documents", "draft approved");

    private final String type;
    private final String word;
    private final String plural;
    private final String statuses;

    Kind(String type, String word, String plural, String statuses) {
      this.type = type;
      this.word = word;
      this.plural = plural;
      this.statuses = statuses;
    }

    /** Its name in tokens. */
    String type() {
      return type;
    }

    /** Its word in addresses and event types. */
    String word() {
      return word;
    }

    /** What its list is called. */
    String plural() {
      return plural;
    }

    /** In the order in which one follows another. */
    List<String> statuses() {
      return List.of(statuses.split(" "));
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new UnknownKindException(word);
    }
  }

  /** An address names something the desk does not keep. */
  static final class UnknownKindException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnknownKindException(String word) {
      super("there is no " + word + " here");
    }
  }

  Item changed(
      String newStatus,
      @Nullable String newAmount,
      @Nullable String newDue,
      String by,
      Instant at) {
    return new Item(
        kind,
        id,
        title,
        customer,
        newStatus,
        newAmount,
        newDue,
        contact,
        order,
        carrier,
        confidential,
        version + 1,
        by,
        at);
  }
}
