package io.causerie.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * A service of OData 4 that answers as fast as one can: its rows are counted, not stored, so that
 * what is measured is the reader. It knows the two filters that a walk by keys asks.
 */
final class ODataSource implements AutoCloseable {
  /** Row n was changed n seconds after. */
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private static final Pattern BEHIND = Pattern.compile("Id gt ([0-9]+)");
  private static final Pattern FROM = Pattern.compile("Changed ge ([0-9TZ:.-]+)");
  private static final Pattern TOP = Pattern.compile("\\$top=([0-9]+)");
  private static final JsonMapper JSON = new JsonMapper();
  private static final String METADATA =
      """
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
        <edmx:DataServices>
          <Schema Namespace="bench" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <EntityType Name="Delivery">
              <Key><PropertyRef Name="Id"/></Key>
              <Property Name="Id" Type="Edm.Int64" Nullable="false"/>
              <Property Name="Changed" Type="Edm.DateTimeOffset" Precision="3"/>
              <Property Name="Status" Type="Edm.String"/>
            </EntityType>
            <EntityContainer Name="container">
              <EntitySet Name="Deliveries" EntityType="bench.Delivery"/>
            </EntityContainer>
          </Schema>
        </edmx:DataServices>
      </edmx:Edmx>
      """;

  private final HttpServer server;
  private volatile int rows;

  private ODataSource(HttpServer server, int rows) {
    this.server = server;
    this.rows = rows;
  }

  static ODataSource start(int rows) throws IOException {
    // Else head and body go out apart, and each answer waits 40 ms for the reader's delayed ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ODataSource source = new ODataSource(server, rows);
    server.createContext("/", source::answer);
    server.start();
    return source;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** So many rows more. */
  void grow(int more) {
    rows += more;
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean metadata = exchange.getRequestURI().getPath().endsWith("$metadata");
    String query =
        URLDecoder.decode(
            String.valueOf(exchange.getRequestURI().getRawQuery()), StandardCharsets.UTF_8);
    byte[] body = (metadata ? METADATA : page(query)).getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", metadata ? "application/xml" : "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String query) {
    int first = first(query);
    Matcher top = TOP.matcher(query);
    int last = top.find() ? Math.min(rows, first + Integer.parseInt(top.group(1)) - 1) : rows;
    StringBuilder page = new StringBuilder("{\"value\":[");
    for (int n = first; n <= last; n++) {
      page.append(n == first ? "" : ",")
          .append("{\"Id\":")
          .append(n)
          .append(",\"Changed\":\"")
          .append(FIRST.plusSeconds(n))
          .append("\",\"Status\":\"open\"}");
    }
    return page.append("]}").toString();
  }

  private static int first(String query) {
    Matcher behind = BEHIND.matcher(query);
    if (behind.find()) {
      return Integer.parseInt(behind.group(1)) + 1;
    }
    Matcher from = FROM.matcher(query);
    if (!from.find()) {
      return 1;
    }
    return (int)
        Math.max(1, Instant.parse(from.group(1)).getEpochSecond() - FIRST.getEpochSecond());
  }

  /** Rows a second of a client that does nothing but walk through the pages and parse them. */
  double readAlone(int page) throws IOException {
    OkHttpClient client = new OkHttpClient();
    long begin = System.nanoTime();
    int id = 0;
    while (true) {
      HttpUrl url =
          HttpUrl.get(url() + "/Deliveries")
              .newBuilder()
              .addQueryParameter("$filter", "Id gt " + id)
              .addQueryParameter("$top", String.valueOf(page))
              .build();
      try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
        JsonNode found = JSON.readTree(response.body().bytes()).path("value");
        if (found.isEmpty()) {
          return rows / ((System.nanoTime() - begin) / 1e9);
        }
        id = found.get(found.size() - 1).path("Id").asInt();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
