package io.causerie.quickstart.desk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the desk tells of its changes: CloudEvents with the whole row. Of tickets and deliveries it
 * tells nothing: who wants to know asks its database or its OData service.
 */
final class DeskEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String origin;

  /**
   * @param origin where the desk's pages live
   */
  DeskEvents(String origin) {
    this.origin = origin;
  }

  Optional<String> of(Item item) {
    return switch (item.kind()) {
      case ORDER, DOCUMENT -> Optional.of(event(item, item.version() == 1 ? "created" : "changed"));
      case DELIVERY, TICKET -> Optional.empty();
    };
  }

  private String event(Item item, String what) {
    ObjectNode data = JSON.createObjectNode();
    data.put("id", item.id());
    data.put("title", item.title());
    data.put("customer", item.customer());
    data.put("status", item.status());
    if (item.amount() != null) {
      data.put("amount", new java.math.BigDecimal(item.amount()));
      data.put("currency", "EUR");
    }
    data.put("due", item.due());
    data.put("contact", item.contact());
    data.put("order", item.order());
    data.put("confidential", item.confidential());
    data.put("version", item.version());
    data.put("changedBy", item.changedBy());
    data.put("changedByName", Clerk.of(item.changedBy()).map(Clerk::name).orElse(item.changedBy()));
    data.put("changedAt", item.changedAt().toString());
    data.put("url", origin + "/" + item.kind().word() + "/" + item.id());
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", item.kind().word() + "-" + item.id() + "-" + item.version());
    event.put("source", origin);
    event.put("type", "com.example.desk." + item.kind().word() + "." + what);
    event.put("subject", item.id());
    event.put("time", item.changedAt().toString());
    event.put("datacontenttype", "application/json");
    event.set("data", data);
    return event.toString();
  }
}
