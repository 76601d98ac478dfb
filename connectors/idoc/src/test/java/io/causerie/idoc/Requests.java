package io.causerie.idoc;

import io.causerie.spi.Door;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What an SAP system posts. */
final class Requests {
  private Requests() {}

  static Door.Request posted(String credentials, byte[] body) {
    return posted(credentials, "text/xml", body);
  }

  static Door.Request posted(String credentials, String contentType, byte[] body) {
    return new Door.Request(
        "POST",
        Map.of(
            "content-type",
            List.of(contentType),
            "authorization",
            List.of(
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))),
        body);
  }
}
