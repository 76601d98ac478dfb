package io.causerie.sapfake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.olingo.odata2.api.client.batch.BatchChangeSet;
import org.apache.olingo.odata2.api.client.batch.BatchChangeSetPart;
import org.apache.olingo.odata2.api.client.batch.BatchPart;
import org.apache.olingo.odata2.api.client.batch.BatchQueryPart;
import org.apache.olingo.odata2.api.client.batch.BatchSingleResponse;
import org.apache.olingo.odata2.api.edm.Edm;
import org.apache.olingo.odata2.api.edm.EdmConcurrencyMode;
import org.apache.olingo.odata2.api.edm.EdmEntitySet;
import org.apache.olingo.odata2.api.edm.EdmProperty;
import org.apache.olingo.odata2.api.ep.EntityProvider;
import org.apache.olingo.odata2.api.ep.EntityProviderReadProperties;
import org.apache.olingo.odata2.api.ep.entry.ODataEntry;
import org.apache.olingo.odata2.api.ep.feed.ODataFeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Apache Olingo, which nobody here wrote, reads what the stand-in says, and is understood by it.
 */
class OlingoClientTest {
  private static final String SALES = "API_SALES_ORDER_SRV/";
  private static final EntityProviderReadProperties AS_IT_IS =
      EntityProviderReadProperties.init().build();

  private final Clock clock =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00.1234567Z"), ZoneOffset.UTC);
  private FakeS4 s4;
  private Http http;

  @BeforeEach
  void start() throws IOException {
    s4 = FakeS4.start(clock);
    http = new Http(s4);
    s4.put("A_SalesOrder", Map.of("SalesOrder", "1", "SoldToParty", "17100001"), "ADA");
    s4.put("A_SalesOrder", Map.of("SalesOrder", "2", "SoldToParty", "17100002"), "ADA");
    s4.writeText("1", "EN", "TX01", "Ring twice.", "ADA");
  }

  @AfterEach
  void stop() {
    s4.close();
  }

  private Edm metadata(String service) throws Exception {
    return EntityProvider.readMetadata(
        new ByteArrayInputStream(http.get(service + "$metadata").body()), true);
  }

  private static EdmEntitySet set(Edm edm, String name) throws Exception {
    return edm.getDefaultEntityContainer().getEntitySet(name);
  }

  @Test
  void metadataOfEachServiceIsValid() throws Exception {
    Map<String, String> sets =
        Map.of(
            SALES,
            "A_SalesOrder",
            "API_PURCHASEORDER_PROCESS_SRV/",
            "A_PurchaseOrder",
            "API_OUTBOUND_DELIVERY_SRV;v=0002/",
            "A_OutbDeliveryHeader",
            "API_BILLING_DOCUMENT_SRV/",
            "A_BillingDocument",
            "API_BUSINESS_PARTNER/",
            "A_BusinessPartner",
            "API_PRODUCTION_ORDER_2_SRV/",
            "A_ProductionOrder_2",
            "API_SERVICE_ORDER_SRV/",
            "A_ServiceOrder");
    for (Map.Entry<String, String> each : sets.entrySet()) {
      EdmEntitySet set = set(metadata(each.getKey()), each.getValue());
      assertThat(set.getEntityType().getKeyPropertyNames()).hasSize(1);
    }
    EdmProperty changed =
        (EdmProperty)
            set(metadata(SALES), "A_SalesOrder").getEntityType().getProperty("LastChangeDateTime");
    assertThat(changed.getFacets().getConcurrencyMode()).isEqualTo(EdmConcurrencyMode.Fixed);
  }

  @Test
  void entitiesAndWhatIsExpandedAreReadByIt() throws Exception {
    EdmEntitySet orders = set(metadata(SALES), "A_SalesOrder");
    ODataFeed feed =
        EntityProvider.readFeed(
            "application/json",
            orders,
            new ByteArrayInputStream(
                http.get(
                        SALES
                            + "A_SalesOrder?$format=json&$expand=to_Text&$orderby=SalesOrder%20desc"
                            + "&$inlinecount=allpages&$filter=LastChangeDateTime%20ge%20"
                            + "datetimeoffset'2026-11-23T08:00:00.1234567Z'")
                    .body()),
            AS_IT_IS);

    assertThat(feed.getFeedMetadata().getInlineCount()).isEqualTo(2);
    ODataEntry first = feed.getEntries().get(1);
    assertThat(first.getProperties()).containsEntry("SalesOrder", "1");
    assertThat(first.getMetadata().getEtag())
        .isEqualTo("W/\"datetimeoffset'2026-11-23T08%3A00%3A00.1234567Z'\"");
    ODataFeed texts = (ODataFeed) Objects.requireNonNull(first.getProperties().get("to_Text"));
    assertThat(texts.getEntries().get(0).getProperties()).containsEntry("LongText", "Ring twice.");
  }

  @Test
  void batchThatItWritesIsAnsweredSoThatItReadsIt() throws Exception {
    http.signedIn();
    Map<String, String> json = Map.of("Accept", "application/json");
    BatchPart read =
        BatchQueryPart.method("GET").uri("A_SalesOrder('2')?$format=json").headers(json).build();
    BatchPart missing = BatchQueryPart.method("GET").uri("A_SalesOrder('3')").headers(json).build();
    BatchChangeSet changes = BatchChangeSet.newBuilder().build();
    changes.add(
        BatchChangeSetPart.method("PUT")
            .uri("A_SalesOrderText(SalesOrder='1',Language='EN',LongTextID='TX01')")
            .headers(Map.of("Content-Type", "application/json"))
            .body("{\"LongText\":\"Ring three times, fa\u00e7ade.\"}")
            .build());
    String body;
    try (InputStream written =
        EntityProvider.writeBatchRequest(List.of(read, missing, changes), "batch_1")) {
      body = new String(written.readAllBytes(), StandardCharsets.UTF_8);
    }
    var answer =
        http.write(
            "POST", SALES + "$batch", body, "Content-Type", "multipart/mixed; boundary=batch_1");

    assertThat(answer.statusCode()).isEqualTo(202);
    List<BatchSingleResponse> answers =
        EntityProvider.parseBatchResponse(
            new ByteArrayInputStream(answer.body()),
            answer.headers().firstValue("Content-Type").orElseThrow());
    assertThat(answers)
        .extracting(BatchSingleResponse::getStatusCode)
        .containsExactly("200", "404", "204");
    assertThat(answers.get(0).getBody()).contains("17100002");
    assertThat(s4.text("1", "EN", "TX01")).hasValue("Ring three times, fa\u00e7ade.");
  }
}
