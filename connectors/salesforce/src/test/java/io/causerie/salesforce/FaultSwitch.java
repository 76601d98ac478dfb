package io.causerie.salesforce;

import io.causerie.salesforce.fake.fault.HttpFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A fault of the fake that is switched off again: what is left of it is used up by a stranger. */
final class FaultSwitch {
  private static final int MANY = 300;

  private final LiveOrg org;
  private final String method;
  private final String path;
  private final HttpFault fault;

  FaultSwitch(LiveOrg org, String method, String path, HttpFault fault) {
    this.org = org;
    this.method = method;
    this.path = path;
    this.fault = fault;
  }

  void on() {
    org.salesforce.faults().http(method + " " + path, fault, MANY);
  }

  /** A stranger who is let through is told that she is none of this org. */
  void off() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(org.salesforce.address() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i <= MANY; i++) {
      try {
        HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() == 400
            || answer.statusCode() == 401
            || answer.statusCode() == 404) {
          return;
        }
      } catch (IOException e) {
        // It was cut.
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("it does not end");
  }
}
