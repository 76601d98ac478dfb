package io.causerie.sap;

import io.causerie.spi.ConnectorKind.KeyOnly;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Objects of S/4HANA that are read by name: where their published service has them, how it tells
 * when one was changed, and which business events name one. Each can be said otherwise.
 */
enum BusinessObject {
  /** The one of which events have been seen, and its metadata read. */
  SALES_ORDER(
      "sales-order",
      "API_SALES_ORDER_SRV",
      "A_SalesOrder",
      "LastChangeDateTime",
      "SalesOrder",
      ".SalesOrder"),
  PURCHASE_ORDER(
      "purchase-order",
      "API_PURCHASEORDER_PROCESS_SRV",
      "A_PurchaseOrder",
      "LastChangeDateTime",
      "PurchaseOrder",
      ".PurchaseOrder"),
  DELIVERY(
      "delivery",
      "API_OUTBOUND_DELIVERY_SRV;v=0002",
      "A_OutbDeliveryHeader",
      "LastChangeDate",
      "OutboundDelivery",
      ".OutboundDelivery"),
  BILLING_DOCUMENT(
      "billing-document",
      "API_BILLING_DOCUMENT_SRV",
      "A_BillingDocument",
      "LastChangeDateTime",
      "BillingDocument",
      ".BillingDocument"),
  /** It has the day and the time of its change apart, and no zone. */
  BUSINESS_PARTNER(
      "business-partner",
      "API_BUSINESS_PARTNER",
      "A_BusinessPartner",
      "LastChangeDate",
      "BusinessPartner",
      ".BusinessPartner"),
  PRODUCTION_ORDER(
      "production-order",
      "API_PRODUCTION_ORDER_2_SRV",
      "A_ProductionOrder_2",
      "LastChangeDateTime",
      "ProductionOrder",
      ".ProductionOrder"),
  SERVICE_ORDER(
      "service-order",
      "API_SERVICE_ORDER_SRV",
      "A_ServiceOrder",
      "ServiceDocChangedDateTime",
      "ServiceOrder",
      ".ServiceOrder"),
  /** What others write into the texts of sales orders that comments stand in. */
  SALES_ORDER_TEXTS(
      "sales-order-texts",
      "API_SALES_ORDER_SRV",
      "A_SalesOrder",
      "LastChangeDateTime",
      "SalesOrder",
      ".SalesOrder"),
  PURCHASE_ORDER_TEXTS(
      "purchase-order-texts",
      "API_PURCHASEORDER_PROCESS_SRV",
      "A_PurchaseOrder",
      "LastChangeDateTime",
      "PurchaseOrder",
      ".PurchaseOrder"),
  DELIVERY_TEXTS(
      "delivery-texts",
      "API_OUTBOUND_DELIVERY_SRV;v=0002",
      "A_OutbDeliveryHeader",
      "LastChangeDate",
      "OutboundDelivery",
      ".OutboundDelivery"),
  BILLING_DOCUMENT_TEXTS(
      "billing-document-texts",
      "API_BILLING_DOCUMENT_SRV",
      "A_BillingDocument",
      "LastChangeDateTime",
      "BillingDocument",
      ".BillingDocument");

  /** From an order to what came of it; older releases do not have it. */
  static final String DOCUMENT_FLOW = "to_SubsequentProcFlowDoc";

  private final String word;
  private final String service;
  private final String entitySet;
  private final String changedOn;
  private final String event;
  private final String key;

  BusinessObject(
      String word, String service, String entitySet, String changedOn, String event, String key) {
    this.word = word;
    this.service = service;
    this.entitySet = entitySet;
    this.changedOn = changedOn;
    this.event = event;
    this.key = key;
  }

  /** As it is written. */
  String word() {
    return word;
  }

  String entitySet() {
    return entitySet;
  }

  static Optional<BusinessObject> of(String word) {
    return Arrays.stream(values()).filter(object -> object.word.equals(word)).findFirst();
  }

  static String pattern() {
    return Arrays.stream(values()).map(BusinessObject::word).collect(Collectors.joining("|"));
  }

  /** What is meant where it is not said otherwise. */
  Map<String, List<String>> meant() {
    Map<String, List<String>> values = new HashMap<>();
    values.put("service", List.of(service));
    values.put("entitySet", List.of(entitySet));
    values.put(
        "changedOn",
        this == BUSINESS_PARTNER ? List.of(changedOn, "LastChangeTime") : List.of(changedOn));
    values.put("version", List.of("v2"));
    texts()
        .ifPresent(
            texts -> {
              values.put("select", List.of(texts.key(), changedOn));
              values.put("expand", List.of(texts.navigation()));
            });
    return values;
  }

  /** The texts that are read, in place of the object itself. */
  Optional<TextsOf> texts() {
    return switch (this) {
      case SALES_ORDER_TEXTS -> Optional.of(TextsOf.SALES_ORDER);
      case PURCHASE_ORDER_TEXTS -> Optional.of(TextsOf.PURCHASE_ORDER);
      case DELIVERY_TEXTS -> Optional.of(TextsOf.DELIVERY);
      case BILLING_DOCUMENT_TEXTS -> Optional.of(TextsOf.BILLING_DOCUMENT);
      case SALES_ORDER,
          PURCHASE_ORDER,
          DELIVERY,
          BILLING_DOCUMENT,
          BUSINESS_PARTNER,
          PRODUCTION_ORDER,
          SERVICE_ORDER ->
          Optional.empty();
    };
  }

  /** What is read along where the service has it. */
  List<String> expandIfThere() {
    return this == SALES_ORDER ? List.of(DOCUMENT_FLOW) : List.of();
  }

  /** {@code sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1}, and whatever else befalls it. */
  KeyOnly events() {
    String lower = event.toLowerCase(Locale.ROOT);
    return new KeyOnly(List.of("sap.s4.beh.%s.v1.%s.*".formatted(lower, event)), key);
  }
}
