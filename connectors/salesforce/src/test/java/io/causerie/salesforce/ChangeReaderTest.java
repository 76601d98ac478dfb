package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Events as they come over the line, with schemas in the form of Salesforce's. */
class ChangeReaderTest {
  private static final List<String> FIELDS =
      List.of(
          "Account.Name",
          "Account.BillingStreet",
          "Account.BillingCity",
          "Account.BillingPostalCode",
          "Account.AnnualRevenue",
          "Account.Industry",
          "Account.OwnerId",
          "Account.Site__Latitude__s",
          "Account.Site__Longitude__s",
          "Account.FirstName",
          "Account.LastName",
          "Contact.Name",
          "Contact.LastName",
          "Contact.Birthdate",
          "Contact.Title",
          "Opportunity.Description",
          "Opportunity.StageName");

  private static Change read(String schema, String header, String values) throws Exception {
    return read(FIELDS, schema, header, values);
  }

  private static Change read(List<String> fields, String schema, String header, String values)
      throws Exception {
    ObjectNode payload = (ObjectNode) Json.MAPPER.readTree(values);
    ObjectNode head = (ObjectNode) Json.MAPPER.readTree(header);
    ObjectNode whole =
        (ObjectNode)
            Json.MAPPER.readTree(
                """
                {"entityName":"%s","recordIds":["001ZM000001AAAAYA4"],"changeOrigin":"",
                 "transactionKey":"t","sequenceNumber":1,"commitTimestamp":1795425000000,
                 "commitNumber":72784468115,"commitUser":"005ZM000000ADAAYA0",
                 "nulledFields":[],"diffFields":[],"changedFields":[]}
                """
                    .formatted(schema.replace("ChangeEvent", "")));
    whole.setAll(head);
    payload.set("ChangeEventHeader", whole);
    Schema of = Avro.schema(schema);
    return new ChangeReader(new Declared(fields)).read(of, Avro.bytes(of, payload));
  }

  private static Map<String, Object> plain(Change change) {
    Map<String, Object> plain = new LinkedHashMap<>();
    change.values().forEach((name, value) -> plain.put(name, value(value)));
    return plain;
  }

  private static Object value(JsonNode node) {
    return node.isNull() ? "null" : node.asText();
  }

  @Test
  void updateTellsWhatWasChangedAndWhatWasCleared() throws Exception {
    Change change =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x0100\",\"4-0x01\"],\"nulledFields\":[\"4-0x08\"]}",
            "{\"Industry\":\"Food\",\"BillingAddress\":{\"Street\":\"Ågatan 7\",\"City\":\"told along\"}}");

    assertThat(plain(change))
        .containsOnly(
            entry("Industry", "Food"),
            entry("BillingStreet", "Ågatan 7"),
            entry("BillingCity", "told along"),
            entry("BillingPostalCode", "null"));
    assertThat(change.changed()).containsExactly("Industry", "BillingStreet", "BillingPostalCode");
    assertThat(change.whole()).isFalse();
    assertThat(change.partial()).isEmpty();
  }

  @Test
  void whatIsNotDeclaredDoesNotEnter() throws Exception {
    Change change =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"CREATE\"}",
            "{\"Name\":\"Kvarn AB\",\"Phone\":\"secret\",\"Description\":\"secret\",\"ShippingAddress\":{\"City\":\"secret\"}}");

    assertThat(plain(change)).containsEntry("Name", "Kvarn AB").doesNotContainValue("secret");
    assertThat(change.values().keySet())
        .isSubsetOf(
            "Name",
            "BillingStreet",
            "BillingCity",
            "BillingPostalCode",
            "AnnualRevenue",
            "Industry",
            "OwnerId",
            "Site__Latitude__s",
            "Site__Longitude__s",
            "FirstName",
            "LastName",
            "CreatedDate",
            "CreatedById",
            "LastModifiedDate",
            "LastModifiedById");
  }

  @Test
  void creationTellsWhatIsEmptyToo() throws Exception {
    Change change =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"CREATE\"}",
            "{\"Name\":\"Kvarn AB\",\"AnnualRevenue\":4.5E9,\"Site__c\":{\"Latitude\":59.85,\"Longitude\":17.64}}");

    assertThat(plain(change))
        .containsEntry("Name", "Kvarn AB")
        .containsEntry("Industry", "null")
        .containsEntry("BillingCity", "null")
        .containsEntry("AnnualRevenue", "4500000000")
        .containsEntry("Site__Latitude__s", "59.85")
        .containsEntry("Site__Longitude__s", "17.64");
    assertThat(change.whole()).isTrue();
  }

  @Test
  void nameOfAPersonIsPutTogetherWhereItIsWhole() throws Exception {
    Change created =
        read(
            "ContactChangeEvent",
            "{\"changeType\":\"CREATE\"}",
            "{\"Name\":{\"Salutation\":\"Ms.\",\"FirstName\":\"Siri\",\"LastName\":\"Berg\"}}");
    Change married =
        read(
            "ContactChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"2-0x04\"]}",
            "{\"Name\":{\"LastName\":\"Ek\"}}");

    Change promoted =
        read(
            "ContactChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x80\"]}",
            "{\"Name\":{\"FirstName\":\"Siri\",\"LastName\":\"Berg\"},\"Title\":\"Buyer\"}");

    assertThat(plain(created)).containsEntry("Name", "Siri Berg").containsEntry("LastName", "Berg");
    assertThat(plain(promoted)).as("told along").containsEntry("Name", "Siri Berg");
    assertThat(plain(married)).containsOnly(entry("LastName", "Ek"));
    assertThat(married.partial()).as("to be read back").containsExactly("Name");
  }

  @Test
  void nameOfAnAccountIsATextOrThatOfAPerson() throws Exception {
    Change company =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x02\"]}",
            "{\"Name\":\"Kvarn AB\"}");
    Change person =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"CREATE\"}",
            "{\"Name\":{\"FirstName\":\"Siri\",\"LastName\":\"Berg\"}}");

    assertThat(plain(company)).containsOnly(entry("Name", "Kvarn AB"));
    assertThat(plain(person)).containsEntry("Name", "Siri Berg").containsEntry("FirstName", "Siri");
  }

  @Test
  void differenceOfTwoTextsIsNoText() throws Exception {
    Change change =
        read(
            "OpportunityChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x18\"],\"diffFields\":[\"0x08\"]}",
            "{\"Description\":\"@@ -1,4 +1,9 @@ ...\",\"StageName\":\"Closed Won\"}");

    assertThat(plain(change)).containsOnly(entry("StageName", "Closed Won"));
    assertThat(change.partial()).containsExactly("Description");
  }

  @Test
  void partThatComesAsADifferenceIsReadBackAndTheOthersAreTold() throws Exception {
    Change change =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"4-0x03\"],\"diffFields\":[\"4-0x01\"]}",
            "{\"BillingAddress\":{\"Street\":\"@@ -1,4 +1,9 @@ ...\",\"City\":\"Uppsala\"}}");

    assertThat(plain(change)).containsOnly(entry("BillingCity", "Uppsala"));
    assertThat(change.partial()).containsExactly("BillingStreet");
  }

  @Test
  void compoundFieldThatIsClearedAsAWholeLosesEachOfItsParts() throws Exception {
    Change change =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x10\"],\"nulledFields\":[\"0x10\"]}",
            "{}");

    assertThat(plain(change))
        .containsOnly(
            entry("BillingStreet", "null"),
            entry("BillingCity", "null"),
            entry("BillingPostalCode", "null"));
    assertThat(change.partial()).isEmpty();
  }

  @Test
  void whoReadsForeignKeysIsToldThatOneWasChanged() throws Exception {
    Change change =
        read(
            "AccountChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x1000\"]}",
            "{\"OwnerId\":\"005ZM000000BENNYA0\"}");

    assertThat(plain(change)).containsOnly(entry("OwnerId", "005ZM000000BENNYA0"));
    assertThat(change.foreign()).isTrue();
  }

  @Test
  void daysAndTimesAreWrittenAsAQueryWritesThem() throws Exception {
    Change change =
        read(
            "ContactChangeEvent",
            "{\"changeType\":\"UPDATE\",\"changedFields\":[\"0x0200\",\"0x4000\"]}",
            "{\"Birthdate\":-315619200000,\"LastModifiedDate\":1795425000000}");

    assertThat(plain(change))
        .containsOnly(
            entry("Birthdate", "1960-01-01"),
            entry("LastModifiedDate", "2026-11-23T09:10:00.000+0000"));
  }

  @Test
  void eventThatNamesNoFieldTellsWhatHasAValue() throws Exception {
    Change change =
        read(
            "OpportunityChangeEvent",
            "{\"changeType\":\"UPDATE\"}",
            "{\"StageName\":\"Closed - Converted\"}");

    assertThat(plain(change)).containsOnly(entry("StageName", "Closed - Converted"));
  }

  @Test
  void gapAndDeletionTellNoValues() throws Exception {
    for (String type : List.of("GAP_UPDATE", "GAP_CREATE", "DELETE", "GAP_OVERFLOW")) {
      Change change =
          read(
              "AccountChangeEvent",
              "{\"changeType\":\"" + type + "\"}",
              "{\"Name\":\"what a gap may hold\"}");

      assertThat(change.values()).as(type).isEmpty();
    }
  }

  @Test
  void clientStandsInTheOriginWithASlashOrWithout() throws Exception {
    assertThat(client("com/salesforce/api/rest/62.0;client=causerie")).contains("causerie");
    assertThat(client("com/salesforce/api/soap/66.0;client=SfdcInternalAPI/"))
        .contains("SfdcInternalAPI");
    assertThat(client("com/salesforce/api/soap/66.0")).isEmpty();
    assertThat(client("")).isEmpty();
    assertThat(client("com/salesforce/api/rest/62.0;client=")).isEmpty();
  }

  private static java.util.Optional<String> client(String origin) throws Exception {
    return read(
            "AccountChangeEvent",
            "{\"changeType\":\"DELETE\",\"changeOrigin\":\"" + origin + "\"}",
            "{}")
        .header()
        .client();
  }

  @Test
  void bytesOfAnotherSchemaAreNoEvent() {
    Schema schema = Avro.schema("AccountChangeEvent");
    ChangeReader reader = new ChangeReader(new Declared(FIELDS));
    byte[] huge = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x0F};

    for (byte[] bytes : List.of(new byte[0], new byte[] {2}, huge, new byte[] {1, 1, 1, 1})) {
      assertThatThrownBy(() -> reader.read(schema, bytes))
          .isInstanceOf(ChangeReader.UnreadableException.class);
    }
  }
}
