package io.causerie.odata;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.olingo.odata2.api.ODataService;
import org.apache.olingo.odata2.api.ODataServiceFactory;
import org.apache.olingo.odata2.api.commons.ODataHttpMethod;
import org.apache.olingo.odata2.api.processor.ODataContext;
import org.apache.olingo.odata2.api.processor.ODataRequest;
import org.apache.olingo.odata2.api.processor.ODataResponse;
import org.apache.olingo.odata2.api.uri.PathSegment;
import org.apache.olingo.odata2.core.ODataContextImpl;
import org.apache.olingo.odata2.core.ODataPathSegmentImpl;
import org.apache.olingo.odata2.core.ODataRequestHandler;
import org.apache.olingo.odata2.core.PathInfoImpl;

/** The service in V2, by Olingo 2: its own servlet is of the older API, so this hands over. */
final class V2Servlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient Orders orders;

  V2Servlet(Orders orders) {
    this.orders = orders;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ODataRequest odata = request(request);
    ODataServiceFactory factory =
        new ODataServiceFactory() {
          @Override
          public ODataService createService(ODataContext context) {
            return createODataSingleProcessorService(new V2Model(), new V2Processor(orders));
          }
        };
    ODataContextImpl context = new ODataContextImpl(odata, factory);
    ODataService service =
        factory.createODataSingleProcessorService(new V2Model(), new V2Processor(orders));
    context.setService(service);
    try {
      service.getProcessor().setContext(context);
    } catch (org.apache.olingo.odata2.api.exception.ODataException e) {
      throw new IllegalStateException(e);
    }
    send(new ODataRequestHandler(factory, service, context).handle(odata), response);
  }

  private static ODataRequest request(HttpServletRequest request) throws IOException {
    String root = request.getRequestURL().toString().replaceFirst("(/orders)(/.*)?$", "$1/");
    String path = request.getRequestURI().replaceFirst("^/orders/?", "");
    PathInfoImpl info = new PathInfoImpl();
    info.setServiceRoot(URI.create(root));
    info.setRequestUri(URI.create(root + path));
    List<PathSegment> segments = new ArrayList<>();
    segments.add(
        new ODataPathSegmentImpl(
            URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8), null));
    info.setODataPathSegment(segments);
    info.setPrecedingPathSegment(List.of());
    Map<String, String> query = new HashMap<>();
    Map<String, List<String>> all = new HashMap<>();
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              query.put(name, values[0]);
              all.put(name, List.of(values));
            });
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    String type = request.getContentType();
    return ODataRequest.newBuilder()
        .method(ODataHttpMethod.valueOf(request.getMethod()))
        .httpMethod(request.getMethod())
        .pathInfo(info)
        .queryParameters(query)
        .allQueryParameters(all)
        .requestHeaders(headers)
        .acceptHeaders(List.of(String.valueOf(request.getHeader("Accept"))))
        .acceptableLanguages(List.of(Locale.ENGLISH))
        .contentType(type == null ? "application/json" : type)
        .body(request.getInputStream())
        .build();
  }

  private static void send(ODataResponse answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.getStatus().getStatusCode());
    for (String name : answer.getHeaderNames()) {
      response.setHeader(name, answer.getHeader(name));
    }
    Object entity = answer.getEntity();
    if (entity instanceof InputStream stream) {
      stream.transferTo(response.getOutputStream());
    } else if (entity instanceof String text) {
      response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
