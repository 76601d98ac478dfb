package io.causerie.server.api;

import io.causerie.model.RecordRef;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.opentelemetry.api.trace.Span;
import java.util.stream.Collectors;

/**
 * What spans of OpenTelemetry say of a request, where its agent runs beside the server: the route,
 * the connector and the names of what was asked, and no value of any of them. An address holds keys
 * of records, and may hold a sender's secret.
 */
public final class Traces {
  private static final String PATH = "url.path";
  private static final String QUERY = "url.query";

  /** As connectors are called; whatever else stands there names nothing. */
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

  private Traces() {}

  /** A request has come; nobody knows yet which of its address is a name and which a value. */
  public static void came() {
    Span.current().setAttribute(PATH, "").setAttribute(QUERY, "");
  }

  /** It is known which route it takes. */
  public static void routed(Context context) {
    Endpoint matched = context.endpoints().matchedHttpEndpoint();
    if (matched == null) {
      return;
    }
    String route = matched.path;
    Span span =
        Span.current()
            .updateName(context.method() + " " + route)
            .setAttribute("http.route", route)
            .setAttribute(PATH, route)
            .setAttribute(
                QUERY,
                context.queryParamMap().keySet().stream()
                    .filter(name -> name.matches("[A-Za-z]{1,30}"))
                    .sorted()
                    .collect(Collectors.joining("&")));
    String connector = context.pathParamMap().get("connector");
    if (connector != null && connector.matches(NAME)) {
      span.setAttribute("causerie.connector", connector);
    }
  }

  /** It is about a record of a type. */
  public static void about(RecordRef record) {
    Span.current().setAttribute("causerie.record.type", record.type());
  }
}
