package io.causerie.sapfake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $batch}: reads, and sets of changes, in {@code multipart/mixed}. */
final class Batch {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";\\s]+)\"?");
  private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (\\S+)( HTTP/1\\.[01])?");

  private final Function<Call, Reply> each;
  private int sets;

  Batch(Function<Call, Reply> each) {
    this.each = each;
  }

  Reply answer(Call call) {
    String type = call.header("content-type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/mixed")) {
      return Reply.error(415, "/IWFND/CM_MGW_RT/101", "A batch is multipart/mixed");
    }
    try {
      String boundary = "ejjeeffe0";
      byte[] body = answered(parts(text(call.body()), boundary(type)), boundary, call.headers());
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("Content-Type", "multipart/mixed; boundary=" + boundary);
      headers.put("DataServiceVersion", "2.0");
      return new Reply(202, headers, body);
    } catch (Refusal e) {
      return Reply.error(e.status, e.code, String.valueOf(e.getMessage()));
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  private static String boundary(String type) {
    Matcher matcher = BOUNDARY.matcher(type);
    if (!matcher.find()) {
      throw malformed();
    }
    return matcher.group(1);
  }

  private static Refusal malformed() {
    return new Refusal(400, "/IWFND/CM_MGW_RT/110", "The batch is malformed");
  }

  private static List<String> parts(String text, String boundary) {
    List<String> parts = new ArrayList<>();
    String[] pieces = ("\n" + text).split("\\r?\\n--" + Pattern.quote(boundary), -1);
    for (int i = 1; i < pieces.length; i++) {
      if (pieces[i].startsWith("--")) {
        return parts;
      }
      parts.add(pieces[i].replaceFirst("^[ \\t]*\\r?\\n", ""));
    }
    throw malformed();
  }

  private byte[] answered(List<String> parts, String boundary, Map<String, String> outer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String part : parts) {
      String[] split = part.split("\\r?\\n\\r?\\n", 2);
      String type = headers(split[0]).getOrDefault("content-type", "");
      write(out, "--" + boundary + "\r\n");
      if (type.startsWith("multipart/mixed")) {
        String inner = "ejjeeffe1" + sets++;
        byte[] body = answered(parts(split[1], boundary(type)), inner, outer);
        write(out, "Content-Type: multipart/mixed; boundary=" + inner + "\r\n");
        write(out, "Content-Length: " + body.length + "\r\n\r\n");
        out.writeBytes(body);
        write(out, "\r\n");
      } else if (split.length > 1) {
        one(out, split[1], outer);
      } else {
        throw malformed();
      }
    }
    write(out, "--" + boundary + "--\r\n");
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : text.split("\\r?\\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private void one(ByteArrayOutputStream out, String message, Map<String, String> outer) {
    String[] split = message.split("\\r?\\n\\r?\\n", 2);
    String[] head = split[0].split("\\r?\\n", 2);
    Matcher line = REQUEST.matcher(head[0].strip());
    if (!line.matches()) {
      throw malformed();
    }
    Map<String, String> headers =
        new LinkedHashMap<>(head.length > 1 ? headers(head[1]) : Map.of());
    outer.forEach(
        (name, value) -> {
          if (name.equals("x-csrf-token") || name.equals("cookie")) {
            headers.putIfAbsent(name, value);
          }
        });
    byte[] body = (split.length > 1 ? split[1].strip() : "").getBytes(StandardCharsets.ISO_8859_1);
    Reply reply = each.apply(Call.of(line.group(1), line.group(2), headers, body));
    write(out, "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
    write(out, "HTTP/1.1 " + reply.status() + " " + reason(reply.status()) + "\r\n");
    reply.headers().forEach((name, value) -> write(out, name + ": " + value + "\r\n"));
    write(out, "Content-Length: " + reply.body().length + "\r\n\r\n");
    out.writeBytes(reply.body());
    write(out, "\r\n");
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 204 -> "No Content";
      case 404 -> "Not Found";
      case 412 -> "Precondition Failed";
      default -> status < 400 ? "Accepted" : "Bad Request";
    };
  }
}
