package io.causerie.salesforce.fake.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object.
 *
 * @param relationship by what name its record is reached, for a reference
 * @param compound the field that this one is a part of
 * @param part its name in there
 */
public record Field(
    String name,
    FieldType type,
    int length,
    List<String> references,
    @Nullable String relationship,
    boolean createable,
    boolean updateable,
    boolean filterable,
    @Nullable String compound,
    @Nullable String part) {

  public static Field of(String name, FieldType type, int length) {
    boolean whole = type == FieldType.ADDRESS || type == FieldType.PERSON_NAME;
    return new Field(name, type, length, List.of(), null, !whole, !whole, true, null, null);
  }

  public static Field of(String name, FieldType type) {
    return of(name, type, type == FieldType.PICKLIST || type == FieldType.STRING ? 255 : 80);
  }

  public static Field reference(String name, String... objects) {
    String relationship =
        name.endsWith("__c")
            ? name.substring(0, name.length() - 1) + "r"
            : name.substring(0, name.length() - 2);
    return new Field(
        name,
        FieldType.REFERENCE,
        18,
        List.of(objects),
        relationship,
        true,
        true,
        true,
        null,
        null);
  }

  public static Field part(String compound, String name, String part, FieldType type, int length) {
    return new Field(name, type, length, List.of(), null, true, true, true, compound, part);
  }

  /** The same, which nobody writes. */
  public Field readOnly() {
    return new Field(
        name, type, length, references, relationship, false, false, filterable, compound, part);
  }

  /** The same, which is written once. */
  public Field once() {
    return new Field(
        name, type, length, references, relationship, true, false, filterable, compound, part);
  }

  /** The same, which no condition may name. */
  public Field unfilterable() {
    return new Field(
        name,
        type,
        length,
        references,
        relationship,
        createable,
        updateable,
        false,
        compound,
        part);
  }

  public boolean polymorphic() {
    return references.size() > 1;
  }

  public boolean whole() {
    return type == FieldType.ADDRESS || type == FieldType.PERSON_NAME;
  }

  public boolean custom() {
    return name.endsWith("__c");
  }
}
