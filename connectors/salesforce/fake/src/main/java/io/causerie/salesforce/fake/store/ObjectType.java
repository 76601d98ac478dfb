package io.causerie.salesforce.fake.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An object, which an administrator may give more fields. */
public final class ObjectType {
  private final String name;
  private final String prefix;
  private final boolean changeEvents;
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private int version;

  /**
   * An object with the fields that all have.
   *
   * @param prefix that of its ids
   * @param changeEvents whether it can be selected for change events
   */
  public ObjectType(String name, String prefix, boolean changeEvents, List<Field> own) {
    this.name = name;
    this.prefix = prefix;
    this.changeEvents = changeEvents;
    add(Field.of("Id", FieldType.ID, 18).readOnly());
    add(Field.of("IsDeleted", FieldType.BOOLEAN, 0).readOnly());
    own.forEach(this::add);
    add(Field.of("CreatedDate", FieldType.DATETIME, 0).readOnly());
    add(Field.reference("CreatedById", "User").readOnly());
    add(Field.of("LastModifiedDate", FieldType.DATETIME, 0).readOnly());
    add(Field.reference("LastModifiedById", "User").readOnly());
    add(Field.of("SystemModstamp", FieldType.DATETIME, 0).readOnly());
  }

  /** What an administrator does: from now on change events have another schema. */
  public synchronized void add(Field field) {
    fields.put(field.name().toLowerCase(Locale.ROOT), field);
    version++;
  }

  /** Another one whenever its fields are others. */
  public synchronized int version() {
    return version;
  }

  public String name() {
    return name;
  }

  public String prefix() {
    return prefix;
  }

  public boolean changeEvents() {
    return changeEvents;
  }

  public boolean custom() {
    return name.endsWith("__c");
  }

  public synchronized List<Field> fields() {
    return new ArrayList<>(fields.values());
  }

  /** By its name, whatever its case: SOQL does not mind. */
  public synchronized Optional<Field> field(String named) {
    return Optional.ofNullable(fields.get(named.toLowerCase(Locale.ROOT)));
  }

  public List<Field> parts(String compound) {
    return fields().stream().filter(f -> compound.equals(f.compound())).toList();
  }

  /** The field whose record is reached by this name. */
  public Optional<Field> relationship(String named) {
    return fields().stream().filter(f -> named.equalsIgnoreCase(f.relationship())).findFirst();
  }

  /** What a reference to such a record shows as its name. */
  public Field nameField() {
    return switch (name) {
      case "Case" -> field("CaseNumber").orElseThrow();
      case "Task" -> field("Subject").orElseThrow();
      case "FeedItem", "FeedComment" -> field("Id").orElseThrow();
      default -> field("Name").orElseThrow();
    };
  }
}
