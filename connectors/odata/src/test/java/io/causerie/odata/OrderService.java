package io.causerie.odata;

import jakarta.servlet.http.HttpServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real OData service on the loopback, with one entity set, {@code Orders}. */
final class OrderService implements AutoCloseable {
  private final Server server = new Server();
  private final Orders orders;
  private final String version;

  private OrderService(Orders orders, String version, HttpServlet servlet) {
    this.orders = orders;
    this.version = version;
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(servlet), "/orders/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static OrderService v4() {
    Orders orders = new Orders();
    return new OrderService(orders, "v4", new V4Servlet(orders));
  }

  static OrderService v2() {
    Orders orders = new Orders();
    return new OrderService(orders, "v2", new V2Servlet(orders));
  }

  Orders orders() {
    return orders;
  }

  String version() {
    return version;
  }

  String url() {
    return server.getURI().resolve("/orders").toString();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
