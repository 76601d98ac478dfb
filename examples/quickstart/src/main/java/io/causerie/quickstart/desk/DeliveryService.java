package io.causerie.quickstart.desk;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataHttpHandler;
import org.apache.olingo.server.api.ServiceMetadata;

/** The desk's deliveries as an OData V4 service, to read, for one user with a password. */
final class DeliveryService extends HttpServlet {
  /** Under the desk's origin. */
  static final String PATH = "/odata";

  private static final long serialVersionUID = 1;

  private final transient Desk desk;
  private final String origin;
  private final byte[] authorization;

  /**
   * @param origin where the desk's pages live
   * @param user who may read
   */
  DeliveryService(Desk desk, String origin, String user, String password) {
    this.desk = desk;
    this.origin = origin;
    byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.authorization =
        ("Basic " + Base64.getEncoder().encodeToString(credentials))
            .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String shown = String.valueOf(request.getHeader("Authorization"));
    if (!MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), authorization)) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"desk\"");
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    OData odata = OData.newInstance();
    ServiceMetadata metadata = odata.createServiceMetadata(new DeliveryModel(), List.of());
    ODataHttpHandler handler = odata.createHandler(metadata);
    handler.register(new DeliveryProcessor(odata, metadata, this::deliveries));
    handler.process(request, response);
  }

  private List<Map<String, Comparable<?>>> deliveries() {
    return desk.deliveries().stream().map(this::properties).toList();
  }

  private Map<String, Comparable<?>> properties(Item delivery) {
    String by = delivery.changedBy();
    return Map.ofEntries(
        Map.entry("Number", delivery.id()),
        Map.entry("OrderNumber", String.valueOf(delivery.order())),
        Map.entry("Customer", delivery.customer()),
        Map.entry("Carrier", String.valueOf(delivery.carrier())),
        Map.entry("Status", delivery.status()),
        Map.entry("Confidential", delivery.confidential()),
        Map.entry("Version", delivery.version()),
        Map.entry("ChangedBy", by),
        Map.entry("ChangedByName", Clerk.of(by).map(Clerk::name).orElse(by)),
        Map.entry("ChangedOn", delivery.changedAt()),
        Map.entry("Page", origin + "/delivery/" + delivery.id()));
  }
}
