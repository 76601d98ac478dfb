package io.causerie.salesforce.fake.store;

import io.causerie.salesforce.fake.store.Change.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes that take place together. */
public final class Transaction {
  private final Org org;
  private final String user;
  private final Instant at;
  private final Map<String, Row> staged = new LinkedHashMap<>();
  private final List<Change> changes = new ArrayList<>();

  Transaction(Org org, String user, Instant at) {
    this.org = org;
    this.user = user;
    this.at = at;
  }

  Map<String, Row> staged() {
    return staged;
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  /** A record that is there, as this transaction left it. */
  public Row live(String id) {
    Row row = staged.get(Ids.full(id));
    if (row == null) {
      return org.live(id);
    }
    if (row.deleted()) {
      throw new Refused(404, "ENTITY_IS_DELETED", "entity is deleted");
    }
    return row;
  }

  private static Map<String, @Nullable Object> read(
      ObjectType type, Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> read = new HashMap<>();
    values.forEach(
        (name, value) -> {
          Field field = type.field(name).orElseThrow(() -> Refused.noColumn(name, type.name()));
          boolean person = field.type() == FieldType.PERSON_NAME && value != null;
          if (!person) {
            read.put(field.name(), Values.of(field, value));
          }
        });
    return read;
  }

  /** One record more. Who made it, and when, may be given: nobody asks here who may. */
  public String insert(String object, Map<String, ? extends @Nullable Object> values) {
    ObjectType type = org.type(object);
    String id = org.newId(type);
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("Id", id);
    for (Field field : type.fields()) {
      if (field.type() == FieldType.BOOLEAN) {
        all.put(field.name(), false);
      }
    }
    all.put("CreatedDate", at);
    all.put("CreatedById", user);
    all.put("LastModifiedDate", at);
    all.put("LastModifiedById", user);
    all.put("SystemModstamp", at);
    type.field("OwnerId").ifPresent(f -> all.put("OwnerId", user));
    if (type.name().equals("Case")) {
      all.put("CaseNumber", "%08d".formatted(org.newCaseNumber()));
    }
    all.putAll(read(type, values));
    Row row = derived(new Row(type, id, Map.of()).with(all));
    staged.put(id, row);
    changes.add(new Change(Kind.CREATE, null, row, Set.of(), false));
    return id;
  }

  public void update(String id, Map<String, ? extends @Nullable Object> values) {
    update(id, values, true, false);
  }

  private void update(
      String id, Map<String, ? extends @Nullable Object> values, boolean stamped, boolean silent) {
    Row before = live(id);
    Map<String, @Nullable Object> all = new HashMap<>(read(before.type(), values));
    if (stamped) {
      all.putIfAbsent("LastModifiedDate", at);
      all.putIfAbsent("LastModifiedById", user);
    }
    all.put("SystemModstamp", at);
    Row after = derived(before.with(all));
    Set<String> fields = new TreeSet<>();
    Set<String> names = new LinkedHashSet<>(before.values().keySet());
    names.addAll(after.values().keySet());
    for (String name : names) {
      if (!Objects.equals(before.get(name), after.get(name))) {
        fields.add(name);
      }
    }
    if (stamped) {
      // It is told of each update, also of two within a second.
      fields.add("LastModifiedDate");
    }
    staged.put(before.id(), after);
    changes.add(new Change(Kind.UPDATE, before, after, fields, silent));
  }

  public void delete(String id) {
    delete(id, null);
  }

  private void delete(String id, @Nullable String winner) {
    Row before = live(id);
    Map<String, @Nullable Object> gone = new HashMap<>();
    gone.put("IsDeleted", true);
    gone.put("SystemModstamp", at);
    gone.put("LastModifiedDate", at);
    gone.put("LastModifiedById", user);
    if (winner != null) {
      gone.put("MasterRecordId", winner);
    }
    Row after = before.with(gone);
    staged.put(before.id(), after);
    changes.add(new Change(Kind.DELETE, before, after, Set.of(), false));
  }

  public void undelete(String id) {
    Row before = org.row(id).filter(Row::deleted).orElseThrow(Refused::notFound);
    Row after =
        before.with(
            Map.of(
                "IsDeleted", false,
                "SystemModstamp", at,
                "LastModifiedDate", at,
                "LastModifiedById", user));
    staged.put(before.id(), after);
    changes.add(new Change(Kind.UNDELETE, before, after, Set.of(), false));
  }

  /**
   * Gives what hangs on records to another and deletes them. Nothing tells of the children: neither
   * do triggers.
   */
  public void merge(String winner, List<String> losers) {
    Row master = live(winner);
    if (master.type().field("MasterRecordId").isEmpty() || losers.size() > 2 || losers.isEmpty()) {
      throw new Refused(400, "INVALID_OPERATION", "one or two records are merged into one");
    }
    for (String loser : losers) {
      String gone = live(loser).id();
      for (ObjectType type : org.types()) {
        for (Field field : type.fields()) {
          if (field.references().contains(master.type().name())
              && !field.name().equals("MasterRecordId")) {
            org.live(List.of(type.name()))
                .filter(r -> gone.equals(r.get(field.name())) && !losers.contains(r.id()))
                .forEach(r -> update(r.id(), Map.of(field.name(), master.id()), false, true));
          }
        }
      }
      delete(gone, master.id());
    }
    update(winner, Map.of());
  }

  /**
   * Makes an account, a contact and perhaps an opportunity of a lead.
   *
   * @return their ids
   */
  public List<String> convert(String lead, boolean opportunity) {
    Row row = live(lead);
    List<String> made = new ArrayList<>();
    made.add(insert("Account", Map.of("Name", row.text("Company"))));
    Map<String, @Nullable Object> contact = new HashMap<>();
    contact.put("AccountId", made.get(0));
    for (String same : List.of("FirstName", "LastName", "Email", "Phone", "Title")) {
      contact.put(same, row.get(same));
    }
    made.add(insert("Contact", contact));
    if (opportunity) {
      made.add(
          insert(
              "Opportunity",
              Map.of(
                  "AccountId",
                  made.get(0),
                  "Name",
                  row.text("Company") + "-",
                  "StageName",
                  "Prospecting")));
    }
    Map<String, @Nullable Object> converted = new HashMap<>();
    converted.put("Status", "Closed - Converted");
    converted.put("IsConverted", true);
    converted.put("ConvertedDate", LocalDate.ofInstant(at, ZoneOffset.UTC));
    converted.put("ConvertedAccountId", made.get(0));
    converted.put("ConvertedContactId", made.get(1));
    converted.put("ConvertedOpportunityId", opportunity ? made.get(2) : null);
    // The event of the lead has no time of its own.
    update(lead, converted, false, false);
    return made;
  }

  private static Row derived(Row row) {
    Map<String, @Nullable Object> more = new HashMap<>();
    switch (row.type().name()) {
      case "Opportunity" -> {
        more.put("IsClosed", row.text("StageName").startsWith("Closed"));
        more.put("IsWon", row.text("StageName").equals("Closed Won"));
      }
      case "Case" -> {
        boolean closed = row.text("Status").equals("Closed");
        more.put("IsClosed", closed);
        Object since = row.get("ClosedDate");
        more.put("ClosedDate", closed ? since == null ? row.get("LastModifiedDate") : since : null);
      }
      case "Task" -> more.put("IsClosed", row.text("Status").equals("Completed"));
      default -> {}
    }
    if (row.type().field("LastName").isPresent()) {
      more.put("Name", (row.text("FirstName") + " " + row.text("LastName")).strip());
    }
    return row.with(more);
  }
}
