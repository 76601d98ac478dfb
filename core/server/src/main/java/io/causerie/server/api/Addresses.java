package io.causerie.server.api;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;

/** Where a request comes from. */
public final class Addresses {
  private Addresses() {}

  /** The same of a request. */
  public static String of(boolean trusted, Context context) {
    return of(trusted, Collections.list(context.req().getHeaders("X-Forwarded-For")), context.ip());
  }

  /**
   * The address that a client cannot choose herself.
   *
   * @param trusted whether a proxy in front writes {@code X-Forwarded-For}
   * @param forwarded the lines of that header, in their order; a proxy may append to the last one
   *     or add one of its own
   * @param remote the other end of the connection
   */
  public static String of(boolean trusted, List<String> forwarded, String remote) {
    if (!trusted || forwarded.isEmpty()) {
      return remote;
    }
    // The last one is what the proxy itself saw; those before it anybody could have written.
    String last = forwarded.get(forwarded.size() - 1);
    String address = last.substring(last.lastIndexOf(',') + 1).strip();
    return address.isEmpty() ? remote : address;
  }
}
