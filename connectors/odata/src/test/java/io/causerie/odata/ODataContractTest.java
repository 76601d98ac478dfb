package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.contract.ConnectorContract;
import io.causerie.http.Json;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract, with the mappings for S/4HANA and Cloud for Customer. A case's {@code event.json}
 * is a page as the service sends it; or, of what a census did not find, its set and key.
 */
class ODataContractTest extends ConnectorContract {
  private static final Pattern TYPE =
      Pattern.compile("\"type\": \"(?:S4\\.(\\w+)Type|c4codata\\.(\\w+))\"");
  private static final Path MAPPINGS = Path.of("src/main/resources/io/causerie/odata");
  private static final Map<String, String> CHANGED_ON =
      Map.of(
          "A_OutbDeliveryHeader", "LastChangeDate",
          "ServiceRequestDescriptionCollection", "UpdatedOn");
  private static final String KEY = Pem.fresh();
  private static final WireMockServer S4 =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeAll
  static void start() {
    S4.start();
    S4.stubFor(
        get(urlPathEqualTo("/s4/$metadata"))
            .willReturn(okForContentType("application/xml", resource("s4hana/metadata.xml"))));
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(okJson("{\"access_token\":\"t\",\"expires_in\":3600}")));
  }

  @AfterAll
  static void stop() {
    S4.stop();
  }

  @Override
  protected String kind() {
    return "odata";
  }

  @Override
  protected String config() {
    return """
    url: %1$s/s4
    version: v2
    entitySet: A_SalesOrder
    changedOn: LastChangeDateTime
    auth:
      basic: { username: CAUSERIE, password: canary-of-the-password }
      apiKey: { header: APIKey, key: canary-of-the-key }
      clientCredentials: { tokenUrl: %1$s/token, clientId: causerie, clientSecret: canary-of-the-client }
      jwtBearer: { tokenUrl: %1$s/token, clientId: causerie, privateKey: "%2$s", subject: CAUSERIE }
    """
        .formatted(S4.baseUrl(), KEY);
  }

  @Override
  protected List<String> configs() {
    return List.of(
        config(),
        "{ url: %s/s4, entitySet: Orders, delta: true }".formatted(S4.baseUrl()),
        """
        url: %1$s
        service: s4
        entitySet: A_SalesOrder
        changedOn: LastChangeDateTime
        key: SalesOrder
        select: [SalesOrder, LastChangeDateTime]
        expand: to_Item
        filter: SalesOrganization eq '1710'
        overlap: PT1H
        pageSize: 100
        eventType: order
        zone: Europe/Paris
        maxPage: 100000
        sapClient: "100"
        timeout: PT5S
        auth:
          apiKey: { query: key, key: canary }
          clientCredentials: { tokenUrl: %1$s/token, clientId: causerie, clientSecret: canary, scope: read }
          jwtBearer: { tokenUrl: %1$s/token, clientId: causerie, privateKey: "%2$s", subject: CAUSERIE, audience: s4 }
        """
            .formatted(S4.baseUrl(), KEY));
  }

  @Override
  protected List<Path> mappings() {
    return Stream.of(
            "s4hana/sales-order",
            "s4hana/delivery",
            "s4hana/billing-document",
            "c4c/service-request",
            "c4c/ticket-note")
        .map(name -> MAPPINGS.resolve(name + ".yaml"))
        .toList();
  }

  @Override
  protected String baseUrl() {
    return "https://s4hana.example.com/ui#";
  }

  @Override
  protected List<String> baseUrls() {
    return List.of(baseUrl(), "https://my300000.crm.ondemand.com/sap/public/byd/runtime?");
  }

  @Override
  protected Taken take(Connector unused, byte[] captured) {
    String text = new String(captured, StandardCharsets.UTF_8);
    Matcher type = TYPE.matcher(text);
    String set = type.find() ? set(type) : "A_SalesOrder";
    boolean page = !text.startsWith("{ \"gone\"");
    String answer = page ? text : "{\"d\":{\"results\":[]}}";
    S4.stubFor(get(urlPathEqualTo("/s4/" + set)).willReturn(ok(answer)));
    try (Connector connector = reading(set)) {
      JsonNode gone = page ? null : Json.MAPPER.readTree(text).path("gone");
      SourceRow row =
          gone == null
              ? connector
                  .intake()
                  .polled()
                  .orElseThrow()
                  .read(connector.intake().polled().orElseThrow().beginning(), null, 1)
                  .rows()
                  .get(0)
              : connector.census().orElseThrow().gone(List.of(gone.asText())).get(0);
      return Taken.row(row);
    } catch (SourceException e) {
      return Taken.refused(e.fault() + ": " + e.getMessage() + "\n" + e.remedy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String set(Matcher type) {
    return type.group(1) == null ? type.group(2) + "Collection" : type.group(1);
  }

  private Connector reading(String set) {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(S4.baseUrl() + "/s4"));
    values.put("version", List.of("v2"));
    values.put("entitySet", List.of(set));
    values.put("changedOn", List.of(CHANGED_ON.getOrDefault(set, "LastChangeDateTime")));
    try {
      return Connectors.connector(new ConnectorContext("source", "contract", clock, values));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  static String resource(String name) {
    try {
      return Files.readString(Path.of("src/test/resources", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
