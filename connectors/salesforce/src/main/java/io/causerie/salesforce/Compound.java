package io.causerie.salesforce;

import org.apache.avro.Schema;

/**
 * The names that SOQL has for the parts of compound fields, so that an event and a query tell of a
 * record in the same words.
 */
final class Compound {
  private static final String ADDRESS = "Address";
  private static final String CUSTOM = "__c";

  private Compound() {}

  /**
   * @param field the compound field
   * @param type of its value
   * @param part of it
   */
  static String name(String field, Schema type, String part) {
    if (isPersonName(type)) {
      return part;
    }
    if (field.endsWith(CUSTOM)) {
      return field.substring(0, field.length() - 1) + part + "__s";
    }
    if (field.endsWith(ADDRESS)) {
      return field.substring(0, field.length() - ADDRESS.length()) + part;
    }
    return field + "." + part;
  }

  /** Of an account this is a name or the parts of one. */
  static boolean isPersonName(Schema type) {
    return type.getName().endsWith("PersonName");
  }
}
