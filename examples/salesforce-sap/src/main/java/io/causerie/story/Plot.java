package io.causerie.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens: an opportunity is won in Salesforce; its order is entered in S/4HANA, delivered and
 * invoiced. People do it there, Causerie hears of it.
 */
final class Plot {
  private static final String ORDER = "4711";
  private static final String DELIVERY = "80000017";
  private static final String INVOICE = "90000021";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BEN = "ben@acme.example";

  private final Child salesforce;
  private final String org;
  private final String s4;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<Part> parts =
      new ArrayDeque<>(
          List.of(this::offered, this::won, this::ordered, this::delivered, this::invoiced));
  private String opportunity = "";

  /** One thing that happens; it says what, and where it can be looked at. */
  private interface Part {
    String play() throws IOException, InterruptedException;
  }

  Plot(Child salesforce, String org, String s4) {
    this.salesforce = salesforce;
    this.org = org;
    this.s4 = s4;
  }

  /** Plays what comes next; empty at the end. */
  Optional<String> next() throws IOException, InterruptedException {
    Part part = parts.poll();
    return part == null ? Optional.empty() : Optional.of(part.play());
  }

  /** Says a word that Salesforce obeys. */
  void salesforce(String word) throws InterruptedException {
    salesforce.told(word);
  }

  /** The page of the opportunity, as soon as there is one. */
  String opportunity() {
    return org + "/lightning/r/Opportunity/" + opportunity + "/view";
  }

  String order() {
    return s4 + "/orders/" + ORDER;
  }

  String delivery() {
    return s4 + "/deliveries/" + DELIVERY;
  }

  String invoice() {
    return s4 + "/invoices/" + INVOICE;
  }

  /** Has business events of S/4HANA brought to Causerie. */
  void tell(String causerie, String token) throws IOException, InterruptedException {
    post(
        "events",
        Map.of(
            "to", causerie + "/api/v1/connectors/s4-events/events",
            "authorization", "Bearer " + token));
  }

  private String offered() throws IOException, InterruptedException {
    String account =
        salesforce.told(
            "insert "
                + BEN
                + " Account "
                + JSON.writeValueAsString(Map.of("Name", "Tanner & Sons")));
    Map<String, Object> offer = new LinkedHashMap<>();
    offer.put("Name", "Sorting line for Lyon");
    offer.put("AccountId", account);
    offer.put("StageName", "Negotiation/Review");
    offer.put("Amount", 184000);
    offer.put("Probability", 80);
    offer.put("CloseDate", "2026-12-18");
    opportunity =
        salesforce.told("insert " + BEN + " Opportunity " + JSON.writeValueAsString(offer));
    return "Ben Okafor offers a sorting line: " + opportunity();
  }

  private String won() throws InterruptedException, JsonProcessingException {
    salesforce.told(
        "update "
            + BEN
            + " "
            + opportunity
            + " "
            + JSON.writeValueAsString(Map.of("StageName", "Closed Won", "Probability", 100)));
    return "Ben Okafor wins it: " + opportunity();
  }

  private String ordered() throws IOException, InterruptedException {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("SalesOrder", ORDER);
    order.put("SalesOrderType", "OR");
    order.put("SoldToParty", "17100001");
    order.put("PurchaseOrderByCustomer", "Sorting line for Lyon");
    order.put("TotalNetAmount", "184000.00");
    order.put("TransactionCurrency", "EUR");
    order.put("OverallSDProcessStatus", "A");
    order.put("OverallTotalDeliveryStatus", "A");
    order.put("OverallSDDocumentRejectionSts", "A");
    order.put("by", "HMEIER");
    post("A_SalesOrder", order);
    return "Hanna Meier enters the order: " + order();
  }

  private String delivered() throws IOException, InterruptedException {
    Map<String, Object> delivery = new LinkedHashMap<>();
    delivery.put("DeliveryDocument", DELIVERY);
    delivery.put("SoldToParty", "17100001");
    delivery.put("ShipToParty", "17100001");
    delivery.put("OverallPickingStatus", "C");
    delivery.put("OverallGoodsMovementStatus", "C");
    delivery.put("OverallSDProcessStatus", "B");
    delivery.put("by", "CHLOE");
    post("A_OutbDeliveryHeader", delivery);
    follows("5c1f0a6e-7b6d-4f0e-9d3a-000000000001", DELIVERY, "J");
    post(
        "A_SalesOrder",
        Map.of(
            "SalesOrder", ORDER,
            "OverallSDProcessStatus", "B",
            "OverallTotalDeliveryStatus", "C",
            "by", "CHLOE"));
    return "Chloé Martin delivers it: " + delivery();
  }

  private String invoiced() throws IOException, InterruptedException {
    Map<String, Object> invoice = new LinkedHashMap<>();
    invoice.put("BillingDocument", INVOICE);
    invoice.put("SoldToParty", "17100001");
    invoice.put("PayerParty", "17100001");
    invoice.put("TotalNetAmount", "184000.00");
    invoice.put("TotalTaxAmount", "34960.00");
    invoice.put("TransactionCurrency", "EUR");
    invoice.put("AccountingTransferStatus", "C");
    invoice.put("OverallBillingStatus", "C");
    invoice.put("by", "HMEIER");
    post("A_BillingDocument", invoice);
    follows("5c1f0a6e-7b6d-4f0e-9d3a-000000000002", INVOICE, "M");
    post(
        "A_SalesOrder", Map.of("SalesOrder", ORDER, "OverallSDProcessStatus", "C", "by", "HMEIER"));
    return "Hanna Meier invoices it: " + invoice();
  }

  /** What came of the order. */
  private void follows(String link, String document, String category)
      throws IOException, InterruptedException {
    post(
        "A_SalesOrderSubsqntProcFlow",
        Map.of(
            "SalesOrder", ORDER,
            "DocRelationshipUUID", link,
            "SubsequentDocument", document,
            "SubsequentDocumentCategory", category));
  }

  private void post(String what, Map<String, Object> said)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(s4 + "/fake/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(said)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 204) {
      throw new IOException("S/4HANA did not take " + what + ": " + answer.body());
    }
  }
}
