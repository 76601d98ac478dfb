package com.example.rss;

import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Request;
import io.causerie.model.Sha256;
import java.util.List;

/**
 * What the feed was when it was read last, which is the cursor.
 *
 * @param feed a digest of its address: another feed was not seen
 * @param etag as the site called it; empty: it did not
 * @param modified when it was changed, in the site's words; empty: it did not say
 * @param body a digest, for sites that say neither
 */
record Seen(String feed, String etag, String modified, String body) {
  /** Everything is new. */
  static final String NOTHING = "nothing";

  /** Nothing that stands there already is news. */
  static final String FROM_NOW = "from now on";

  private static final Seen NONE = new Seen("", "", "", "");
  private static final int LONGEST = 1000;

  static Seen of(Address feed, Answer answer) {
    return new Seen(
        digest(feed),
        said(answer, "ETag"),
        said(answer, "Last-Modified"),
        Sha256.hex(answer.body()).substring(0, 32));
  }

  private static String digest(Address feed) {
    return Sha256.hex(feed.text()).substring(0, 16);
  }

  private static String said(Answer answer, String header) {
    return answer.header(header).filter(value -> value.length() <= LONGEST).orElse("");
  }

  static Seen parse(String cursor, Address feed) {
    List<String> lines = List.of(cursor.split("\n", -1));
    return lines.size() == 4 && lines.get(0).equals(digest(feed))
        ? new Seen(lines.get(0), lines.get(1), lines.get(2), lines.get(3))
        : NONE;
  }

  String text() {
    return String.join("\n", feed, etag, modified, body);
  }

  /** The same request, of which the answer may be that nothing was changed. */
  Request unless(Request request) {
    Request asked = etag.isEmpty() ? request : request.header("If-None-Match", etag);
    return modified.isEmpty() ? asked : asked.header("If-Modified-Since", modified);
  }

  boolean isSame(Seen before) {
    return body.equals(before.body);
  }
}
