package io.causerie.sap;

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
import io.causerie.model.Lane;
import io.causerie.sapfake.FakeS4;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract, with the mappings that come with the kind. A case's {@code event.json} is a page as
 * the service sends it; or, of what a census did not find, its set and key.
 */
class SapContractTest extends ConnectorContract {
  private static final Pattern TYPE = Pattern.compile("\"type\": \"(\\w+)\\.(\\w+)Type\"");
  private static final Pattern GONE = Pattern.compile("\"set\": \"(\\w+)\"");
  private static final Path MAPPINGS = Path.of("src/main/resources/io/causerie/sap/s4hana");
  private static final String KEY = fresh();
  private static final WireMockServer S4 =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  private static String fresh() {
    try {
      byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----"
          + Base64.getEncoder().encodeToString(key)
          + "-----END PRIVATE KEY-----";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  static void start() {
    S4.start();
    for (BusinessObject object : BusinessObject.values()) {
      String service = service(object);
      S4.stubFor(
          get(urlPathEqualTo("/sap/" + service + "/$metadata"))
              .willReturn(okForContentType("application/xml", metadata(service))));
    }
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(okJson("{\"access_token\":\"t\",\"expires_in\":3600}")));
  }

  @AfterAll
  static void stop() {
    S4.stop();
  }

  private static String service(BusinessObject object) {
    return Objects.requireNonNull(object.meant().get("service")).get(0);
  }

  private static String metadata(String service) {
    String name = service.split(";")[0] + ".xml";
    try (InputStream in = FakeS4.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected String kind() {
    return "sap";
  }

  @Override
  protected String config() {
    return """
    url: %1$s/sap
    object: purchase-order
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
        "{ url: %s/sap, object: sales-order-texts, texts: { internal: ZCAU } }"
            .formatted(S4.baseUrl()),
        """
        url: %s/sap
        object: purchase-order-texts
        texts:
          purchaseOrder: { internal: ZCAU, customer: ZCAK }
          delivery: { internal: ZCAU, customer: ZCAK }
          billingDocument: { internal: ZCAU, customer: ZCAK }
        """
            .formatted(S4.baseUrl()),
        """
        url: %1$s/sap
        sapClient: "100"
        texts: { internal: ZCAU, customer: ZCAK, language: DE }
        object: sales-order
        service: API_SALES_ORDER_SRV
        entitySet: A_SalesOrder
        version: v2
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
            "purchase-order",
            "business-partner",
            "production-order",
            "service-order",
            "sales-order-texts",
            "purchase-order-texts",
            "delivery-texts",
            "billing-document-texts")
        .map(name -> MAPPINGS.resolve(name + ".yaml"))
        .toList();
  }

  @Override
  protected String baseUrl() {
    return "https://s4hana.example.com/ui#";
  }

  @Override
  protected Taken take(Connector unused, byte[] captured) {
    String text = new String(captured, StandardCharsets.UTF_8);
    boolean gone = text.startsWith("{ \"gone\"");
    BusinessObject object = object(text, gone);
    String answer = gone ? "{\"d\":{\"results\":[]}}" : text;
    S4.stubFor(
        get(urlPathEqualTo("/sap/" + service(object) + "/" + object.entitySet()))
            .willReturn(ok(answer)));
    try (Connector connector = reading(object)) {
      if (gone) {
        JsonNode key = Json.MAPPER.readTree(text).path("gone");
        return Taken.row(connector.census().orElseThrow().gone(List.of(key.asText())).get(0));
      }
      Poller poller = connector.intake().polled().orElseThrow();
      // Of an order's texts, what stands behind the last comment.
      List<SourceRow> rows = poller.read(poller.beginning(), null, 1).rows();
      return Taken.row(rows.get(rows.size() - 1));
    } catch (SourceException e) {
      return Taken.refused(e.fault() + ": " + e.getMessage() + "\n" + e.remedy());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BusinessObject object(String text, boolean gone) {
    for (BusinessObject object : BusinessObject.values()) {
      if (object.texts().filter(of -> text.contains("." + of.texts() + "Type\"")).isPresent()) {
        return object;
      }
    }
    Matcher matcher = (gone ? GONE : TYPE).matcher(text);
    String set = matcher.find() ? matcher.group(gone ? 1 : 2) : "A_ServiceOrder";
    return Arrays.stream(BusinessObject.values())
        .filter(object -> object.entitySet().equals(set))
        .findFirst()
        .orElseThrow();
  }

  private Connector reading(BusinessObject object) {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(S4.baseUrl() + "/sap"));
    values.put("object", List.of(object.word()));
    for (TextsOf of : TextsOf.values()) {
      values.put(of.key(Lane.INTERNAL).name(), List.of("ZCAU"));
    }
    ConnectorContext context = new ConnectorContext("source", "contract", clock, values);
    try {
      return new SapKind().connector(context.in(Systems.system(context)));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }
}
