package io.causerie.http.odata;

import io.causerie.http.Address;
import io.causerie.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests and answers that travel together, in {@code multipart/mixed}. */
final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";\\s]+)\"?", Pattern.CASE_INSENSITIVE);
  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ ([0-9]{3}).*");

  final String boundary = "batch_" + UUID.randomUUID();
  private final StringBuilder body = new StringBuilder();

  String contentType() {
    return "multipart/mixed; boundary=" + boundary;
  }

  /** Adds a read; its address is written relative to the root, as every service takes it. */
  void get(Address url, Address root) {
    String path = url.path().substring(root.path().length());
    String query = url.query().map(q -> "?" + q).orElse("");
    body.append("--").append(boundary).append("\r\n");
    body.append("Content-Type: application/http\r\n");
    body.append("Content-Transfer-Encoding: binary\r\n\r\n");
    body.append("GET ").append(path).append(query).append(" HTTP/1.1\r\n");
    body.append("Accept: application/json\r\n\r\n\r\n");
  }

  byte[] end() {
    return (body + "--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The answers in an answer, in their order; empty where it is none of that form. */
  static Optional<List<Answer>> answers(Answer whole) {
    Matcher matcher = BOUNDARY.matcher(whole.header("Content-Type").orElse(""));
    if (!matcher.find()) {
      return Optional.empty();
    }
    // One character a byte, so that lengths are right and bytes stay what they are.
    String text = new String(whole.body(), StandardCharsets.ISO_8859_1);
    String delimiter = "--" + matcher.group(1);
    List<Answer> answers = new ArrayList<>();
    int at = text.indexOf(delimiter);
    while (at >= 0) {
      int begin = at + delimiter.length();
      if (text.startsWith("--", begin)) {
        return Optional.of(answers);
      }
      int end = text.indexOf("\n" + delimiter, begin);
      if (end < 0) {
        return Optional.empty();
      }
      Answer answer = answer(whole.from(), text.substring(begin, end));
      if (answer == null) {
        return Optional.empty();
      }
      answers.add(answer);
      at = end + 1;
    }
    return Optional.empty();
  }

  private static @Nullable Answer answer(Address from, String part) {
    String[] lines = part.split("\r?\n", -1);
    int status = 0;
    Map<String, List<String>> headers = new HashMap<>();
    int at = part.indexOf("HTTP/");
    if (at < 0 || lines.length < 3) {
      return null;
    }
    String message = part.substring(at);
    Matcher end = Pattern.compile("\r?\n\r?\n").matcher(message);
    boolean found = end.find();
    String head = found ? message.substring(0, end.start()) : message;
    String body = found ? message.substring(end.end()) : "";
    for (String line : head.split("\r?\n")) {
      Matcher first = STATUS.matcher(line);
      int colon = line.indexOf(':');
      if (first.matches()) {
        status = Integer.parseInt(first.group(1));
      } else if (colon > 0 && line.substring(0, colon).matches("[A-Za-z0-9-]+")) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return status == 0
        ? null
        : new Answer(from, status, headers, body.strip().getBytes(StandardCharsets.ISO_8859_1));
  }
}
