package io.causerie.model;

/**
 * The key of a record in its source: a sales order of one SAP installation, a ticket of one desk.
 * Any characters the source uses are allowed, slashes, quotes and emoji included.
 *
 * @param system the configured name of the system, for instance {@code sap-prod}
 * @param type the source's own word for the kind of record, for instance {@code SalesOrder}
 * @param id the record's key in the source
 */
public record RecordRef(String system, String type, String id) {
  public static final int MAX_SYSTEM = 64;
  public static final int MAX_TYPE = 128;
  public static final int MAX_ID = 512;

  public RecordRef {
    PlainText.requireFilled("system", system, MAX_SYSTEM);
    PlainText.requireFilled("record type", type, MAX_TYPE);
    PlainText.requireFilled("record id", id, MAX_ID);
  }

  @Override
  public String toString() {
    return system + "/" + type + "/" + id;
  }
}
