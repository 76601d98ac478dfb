package io.causerie.sap;

import io.causerie.model.Lane;
import io.causerie.spi.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects whose service has texts, and how it calls them and their parts. */
enum TextsOf {
  /** Its metadata was published and read. */
  SALES_ORDER(
      "",
      "sales orders",
      "SalesOrder",
      "API_SALES_ORDER_SRV",
      "A_SalesOrder",
      "SalesOrder",
      "to_Text",
      "A_SalesOrderText",
      "LongTextID",
      "LongText"),
  /** As definitions that were made of its metadata have it. */
  PURCHASE_ORDER(
      "purchaseOrder",
      "purchase orders",
      "PurchaseOrder",
      "API_PURCHASEORDER_PROCESS_SRV",
      "A_PurchaseOrder",
      "PurchaseOrder",
      "to_PurchaseOrderNote",
      "A_PurchaseOrderNote",
      "TextObjectType",
      "PlainLongText"),
  /** As definitions that were made of its metadata have it. */
  DELIVERY(
      "delivery",
      "deliveries",
      "OutboundDelivery",
      "API_OUTBOUND_DELIVERY_SRV;v=0002",
      "A_OutbDeliveryHeader",
      "DeliveryDocument",
      "to_DeliveryDocumentText",
      "A_OutbDeliveryHeaderText",
      "TextElement",
      "TextElementText"),
  /** As definitions that were made of its metadata have it: it lets nobody write. */
  BILLING_DOCUMENT(
      "billingDocument",
      "billing documents",
      "BillingDocument",
      "API_BILLING_DOCUMENT_SRV",
      "A_BillingDocument",
      "BillingDocument",
      "to_Text",
      "A_BillingDocumentText",
      "LongTextID",
      "LongText");

  private final String block;
  private final String people;
  private final String type;
  private final String service;
  private final String objects;
  private final String key;
  private final String navigation;
  private final String texts;
  private final String textId;
  private final String words;

  TextsOf(
      String word,
      String people,
      String type,
      String service,
      String objects,
      String key,
      String navigation,
      String texts,
      String textId,
      String words) {
    this.block = word.isEmpty() ? "texts." : "texts." + word + ".";
    this.people = people;
    this.type = type;
    this.service = service;
    this.objects = objects;
    this.key = key;
    this.navigation = navigation;
    this.texts = texts;
    this.textId = textId;
    this.words = words;
  }

  /** Those of a record's type; empty where its texts are no place for comments. */
  static Optional<TextsOf> type(String type) {
    return Arrays.stream(values()).filter(each -> each.type.equals(type)).findFirst();
  }

  static List<Key<String>> keys() {
    return Arrays.stream(values())
        .flatMap(each -> Stream.of(each.key(Lane.INTERNAL), each.key(Lane.CUSTOMER)))
        .toList();
  }

  /** Which text id it is that comments of a lane stand in. */
  Key<String> key(Lane lane) {
    boolean internal = lane == Lane.INTERNAL;
    String comments = internal ? "internal comments" : "comments for customers";
    return Key.text(block + (internal ? "internal" : "customer"))
        .matching("[A-Z0-9]{1,4}", "up to four capital letters and digits", "ZCAU")
        .shared()
        .help("The text id of %s that %s stand in.".formatted(people, comments));
  }

  boolean isWritable() {
    return this != BILLING_DOCUMENT;
  }

  /** How records of it are called. */
  String type() {
    return type;
  }

  String service() {
    return service;
  }

  /** The objects' set. */
  String objects() {
    return objects;
  }

  /** The property that is an object's key, there and in its texts. */
  String key() {
    return key;
  }

  /** From an object to its texts. */
  String navigation() {
    return navigation;
  }

  /** The texts' set. */
  String texts() {
    return texts;
  }

  String textId() {
    return textId;
  }

  /** The property that holds what is written. */
  String words() {
    return words;
  }

  /** What a text of one is called here, the only one of the system. */
  String place(String object, String language, String id) {
    String place = object + "/" + language + "/" + id;
    return this == SALES_ORDER ? place : type + "/" + place;
  }
}
