package io.causerie.salesforce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields that may be read, by object: no other enters, whatever the integration's user sees.
 * Beside them stand only who made and changed a record, and when.
 */
final class Declared {
  /** What every record has, and what no mapping can do without. */
  static final List<String> SYSTEM =
      List.of("CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate");

  /** Objects of which several can become one. */
  static final Set<String> MERGED = Set.of("Account", "Case", "Contact", "Lead");

  static final String MASTER = "MasterRecordId";

  private final Map<String, Set<String>> fields = new LinkedHashMap<>();

  /**
   * @param names each as {@code Opportunity.StageName}
   */
  Declared(List<String> names) {
    for (String name : names) {
      int dot = name.indexOf('.');
      fields
          .computeIfAbsent(name.substring(0, dot), object -> new LinkedHashSet<>())
          .add(name.substring(dot + 1));
    }
  }

  List<String> objects() {
    return List.copyOf(fields.keySet());
  }

  boolean has(String object) {
    return fields.containsKey(object);
  }

  /** Those that were declared, without the others that are always read. */
  Set<String> of(String object) {
    return fields.getOrDefault(object, Set.of());
  }

  /** Whether fields of other records are read along, such as {@code Owner.Name}. */
  boolean hasOthers(String object) {
    return of(object).stream().anyMatch(field -> field.contains("."));
  }

  boolean has(String object, String field) {
    return of(object).contains(field) || SYSTEM.contains(field);
  }

  /** Whether fields of the record are read along that a field names. */
  boolean follows(String object, String field) {
    String relation =
        field.endsWith("__c")
            ? field.substring(0, field.length() - 1) + "r."
            : field.endsWith("Id") ? field.substring(0, field.length() - 2) + "." : null;
    return relation != null && of(object).stream().anyMatch(of -> of.startsWith(relation));
  }

  /** What is selected of an object. */
  List<String> select(String object) {
    Set<String> select = new LinkedHashSet<>();
    select.add("Id");
    select.addAll(SYSTEM);
    select.add(Soql.CHANGED);
    select.add("IsDeleted");
    select.add("LastModifiedBy.Name");
    select.add("LastModifiedBy.Email");
    if (MERGED.contains(object)) {
      select.add(MASTER);
    }
    select.addAll(of(object));
    return new ArrayList<>(select);
  }
}
