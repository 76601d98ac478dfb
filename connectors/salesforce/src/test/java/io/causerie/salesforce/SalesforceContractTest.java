package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.contract.ConnectorContract;
import io.causerie.http.Json;
import io.causerie.salesforce.fake.pubsub.Tls;
import io.causerie.spi.Connector;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The contract, with the mappings that come with the kind. A case's {@code event.json} is an event
 * of Change Data Capture as Avro says it, with the name of its schema; or a record as a query tells
 * it, with the name of its object; or the key of one that a census did not find.
 */
class SalesforceContractTest extends ConnectorContract {
  private static final Path MAPPINGS = Path.of("src/main/resources/io/causerie/salesforce");
  private static final String KEY = Pem.fresh();
  private static final String CONFIG =
      """
      url: https://example.my.salesforce.com
      fields: [Opportunity.Name, Opportunity.StageName]
      auth:
        clientCredentials: { tokenUrl: https://example.my.salesforce.com/services/oauth2/token, clientId: causerie, clientSecret: canary-of-the-client }
        jwtBearer: { tokenUrl: https://example.my.salesforce.com/services/oauth2/token, clientId: causerie, privateKey: "%s", subject: causerie@example.com, audience: https://login.salesforce.com }
      """
          .formatted(KEY);

  @Override
  protected String kind() {
    return "salesforce";
  }

  @Override
  protected String config() {
    return CONFIG;
  }

  @Override
  protected List<String> configs() {
    return List.of(
        config(),
        """
        url: https://example.my.salesforce.com
        apiVersion: "61.0"
        pubSub: https://api.deu.pubsub.salesforce.com:7443
        pubSubAuthority: "%s"
        client: causerie-north
        accounts: { clientId: people, clientSecret: canary-of-the-people }
        maxAnswer: 1000000
        timeout: PT5S
        fields: [Opportunity.Name, Account.Name]
        channel: /data/Causerie__chn
        overlap: PT10M
        batch: 50
        auth:
          basic: { username: nobody, password: canary-of-the-password }
          apiKey: { header: X-Key, key: canary-of-the-key }
        """
            .formatted(text(Tls.own().certificate()).strip().replace("\n", "\\n")),
        """
        url: https://example.my.salesforce.com
        read: records
        fields: Opportunity.Name
        auth: { apiKey: { query: key, key: canary } }
        """,
        """
        url: https://example.my.salesforce.com
        read: feed
        object: Opportunity
        auth: { clientCredentials: { tokenUrl: https://example.my.salesforce.com/services/oauth2/token, clientId: causerie, clientSecret: canary, scope: api } }
        """);
  }

  @Override
  protected List<Path> mappings() {
    return new SalesforceKind()
        .mappings().stream().map(name -> MAPPINGS.resolve(name + ".yaml")).toList();
  }

  @Override
  protected String baseUrl() {
    return "https://example.lightning.force.com/lightning/r/";
  }

  /** Those of the mappings, as they say themselves. */
  static List<String> fields() {
    return new SalesforceKind()
        .mappings().stream()
            .map(name -> text(MAPPINGS.resolve(name + ".yaml")))
            .filter(text -> text.contains("# fields: ["))
            .map(text -> text.substring(text.indexOf("# fields: [") + 11))
            .map(text -> text.substring(0, text.indexOf(']')))
            .flatMap(text -> Stream.of(text.split(", ")))
            .toList();
  }

  private static String text(Path file) {
    try {
      return java.nio.file.Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Taken take(Connector unused, byte[] captured) {
    try {
      return Taken.row(row(Json.MAPPER.readTree(captured)));
    } catch (SourceException e) {
      return Taken.refused(e.fault() + ": " + e.getMessage() + "\n" + e.remedy());
    } catch (ChangeReader.UnreadableException e) {
      return Taken.refused("not what its schema says");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceRow row(JsonNode captured)
      throws SourceException, ChangeReader.UnreadableException {
    Rows rows = new Rows("source", "contract");
    if (captured.has("gone")) {
      Rows.Key key = Rows.Key.parse(captured.get("gone").asText()).orElseThrow();
      return rows.gone(key.object(), key.id(), Instant.parse("2026-11-23T07:30:00Z"));
    }
    if (captured.has("feed")) {
      ObjectNode said = (ObjectNode) captured.get("said");
      return rows.said(
          captured.get("feed").asText(),
          said.has("FeedItemId") ? "FeedComment" : "FeedItem",
          said.get("Id").asText(),
          Instant.parse("2026-11-23T07:30:00Z"),
          said);
    }
    if (captured.has("record")) {
      return rows.read(captured.get("object").asText(), (ObjectNode) captured.get("record"));
    }
    Schema schema = Avro.schema(captured.get("schema").asText());
    byte[] bytes =
        captured.has("bytes")
            ? Base64.getDecoder().decode(captured.get("bytes").asText())
            : Avro.bytes(schema, captured.get("payload"));
    Change change = new ChangeReader(new Declared(fields())).read(schema, bytes);
    ObjectNode user = Json.MAPPER.createObjectNode();
    boolean ada = change.header().user().startsWith("005ZM000000ADA");
    user.put("Name", ada ? "Ada Lovelace" : "Ben Yu").put("Email", "somebody@example.com");
    return rows.changed(change, change.header().ids().get(0), Optional.of(user));
  }
}
