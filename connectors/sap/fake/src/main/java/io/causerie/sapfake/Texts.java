package io.causerie.sapfake;

import java.util.List;
import java.util.Optional;

/**
 * Sets that hold the texts of objects.
 *
 * @param above the set of the objects
 * @param key the property that is an object's key
 * @param id the property that is the id of a text
 * @param words the property that holds what is written
 */
record Texts(String set, String above, String key, String id, String words) {
  private static final List<Texts> ALL =
      List.of(
          new Texts("A_SalesOrderText", "A_SalesOrder", "SalesOrder", "LongTextID", "LongText"),
          new Texts(
              "A_PurchaseOrderNote",
              "A_PurchaseOrder",
              "PurchaseOrder",
              "TextObjectType",
              "PlainLongText"),
          new Texts(
              "A_OutbDeliveryHeaderText",
              "A_OutbDeliveryHeader",
              "DeliveryDocument",
              "TextElement",
              "TextElementText"),
          new Texts(
              "A_BillingDocumentText",
              "A_BillingDocument",
              "BillingDocument",
              "LongTextID",
              "LongText"));

  /** Empty for a set of anything else. */
  static Optional<Texts> of(Edm.EntitySet set) {
    return ALL.stream().filter(each -> each.set().equals(set.name())).findFirst();
  }

  static Texts named(String set) {
    return ALL.stream().filter(each -> each.set().equals(set)).findFirst().orElseThrow();
  }
}
