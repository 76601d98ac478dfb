package io.causerie.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;

/** Which of Camel's parts a route is missing, by what Camel says of it. */
final class CamelArtifacts {
  private static final Pattern DATA_FORMAT = Pattern.compile("^Data format '([^']+)' could not be");
  private static final Pattern COMPONENT =
      Pattern.compile(
          "No (?:endpoint could be|component) found for: ([\\w+.-]+)|component: (\\S+)$");

  /** Of those that are not called like what a route says. */
  private static final Map<String, String> IRREGULAR =
      Map.ofEntries(
          Map.entry("amqps", "amqp"),
          Map.entry("avro", "avro"),
          Map.entry("base64", "base64"),
          Map.entry("cql", "cassandraql"),
          Map.entry("cxfrs", "cxf-rest"),
          Map.entry("cxf", "cxf-soap"),
          Map.entry("fastjson", "fastjson"),
          Map.entry("ftps", "ftp"),
          Map.entry("gson", "gson"),
          Map.entry("gzipDeflater", "zip-deflater"),
          Map.entry("https", "http"),
          Map.entry("ical", "ical"),
          Map.entry("imap", "mail"),
          Map.entry("imaps", "mail"),
          Map.entry("jacksonXml", "jacksonxml"),
          Map.entry("javaScript", "javascript"),
          Map.entry("js", "javascript"),
          Map.entry("jt400", "jt400"),
          Map.entry("mimeMultipart", "mail"),
          Map.entry("netty-http", "netty-http"),
          Map.entry("pop3", "mail"),
          Map.entry("pop3s", "mail"),
          Map.entry("rest-api", "rest"),
          Map.entry("scp", "jsch"),
          Map.entry("sftp", "ftp"),
          Map.entry("smtp", "mail"),
          Map.entry("smtps", "mail"),
          Map.entry("snakeYaml", "snakeyaml"),
          Map.entry("vertx-http", "vertx-http"),
          Map.entry("wss", "websocket"),
          Map.entry("xquery", "saxon"),
          Map.entry("xtokenize", "stax"),
          Map.entry("zipDeflater", "zip-deflater"),
          Map.entry("zipFile", "zipfile"));

  private CamelArtifacts() {}

  /**
   * What is missing, in one sentence's beginning, and its coordinates.
   *
   * @param what for instance "the component `ftp`"
   */
  record Missing(String what, String coordinates) {}

  /** What a failure is missing; nothing if it is of another nature. */
  static Optional<Missing> of(Throwable failure, String version) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (t instanceof NoSuchEndpointException) {
        return find(COMPONENT, message).map(name -> missing("component", name, version));
      }
      if (t instanceof NoSuchLanguageException language) {
        return Optional.of(missing("language", language.getLanguage(), version));
      }
      Optional<String> format = find(DATA_FORMAT, message);
      if (format.isPresent()) {
        return format.map(name -> missing("data format", name, version));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> find(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        matcher.group(1) != null || matcher.groupCount() < 2 ? matcher.group(1) : matcher.group(2));
  }

  private static Missing missing(String part, String name, String version) {
    return new Missing(
        "there is no %s `%s`".formatted(part, name),
        "org.apache.camel:camel-%s:%s".formatted(IRREGULAR.getOrDefault(name, name), version));
  }
}
