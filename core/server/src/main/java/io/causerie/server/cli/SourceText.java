package io.causerie.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.config.Configuration;
import io.causerie.server.connect.SourceReport;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Prints what a source answered; a line that begins with `!` asks for something to be done. */
final class SourceText {
  private final PrintWriter out;
  private final Configuration configuration;
  private final Clock clock;

  SourceText(PrintWriter out, Configuration configuration, Clock clock) {
    this.out = out;
    this.configuration = configuration;
    this.clock = clock;
  }

  void print(SourceReport report) {
    out.printf("%n%s (%s)%n", report.connector(), report.kind());
    report.failures().forEach(f -> out.printf("! %s%n  %s%n", f.message(), f.remedy()));
    if (!report.polled() && report.delivers()) {
      out.println(
          report.failures().isEmpty()
              ? "  its source lets it in, and delivers by itself; nothing of it was taken for this"
              : "  its source would deliver by itself");
      return;
    }
    if (!report.polled()) {
      out.printf(
          "  its source pushes, to /api/v1/connectors/%s/events; there is nothing to ask%n",
          report.connector());
      return;
    }
    if (report.rows() > 0) {
      out.printf(
          "  %d rows read%s%s%n",
          report.rows(),
          report.all() ? ", all there are" : "",
          report.newest() == null ? "" : "; the newest is of " + age(report.newest()));
      out.printf("  columns: %s%n", columns(report.columns()));
    } else if (report.failures().isEmpty()) {
      out.println("! the source has no rows; is it the right table, and may this user see them?");
    }
    report
        .twice()
        .forEach(key -> out.printf("! several rows have the key %s; add columns to `key`%n", key));
    report.refused().forEach(r -> out.printf("! %d rows fail: %s%n", r.rows(), r.said()));
    report.ignored().forEach(r -> out.printf("  %d rows are ignored: %s%n", r.rows(), r.said()));
    report.warned().forEach(r -> out.printf("! %d rows warn: %s%n", r.rows(), r.said()));
    report.unseen().forEach(u -> out.printf("! no row has what %s reads%n", u));
    if (!report.unknownUsers().isEmpty()) {
      out.printf(
          "! nobody in people.yaml is %s there; they are shown as the source's%n",
          String.join(", ", report.unknownUsers()));
    }
    report.posts().forEach(this::post);
  }

  private String age(Instant newest) {
    Duration age = Duration.between(newest, clock.instant());
    String told =
        age.isNegative()
            ? "in the future"
            : age.toDays() > 1
                ? age.toDays() + " days old"
                : age.toHours() > 1
                    ? age.toHours() + " hours old"
                    : age.toMinutes() + " minutes old";
    return newest + ", " + told;
  }

  private static String columns(List<SourceReport.Column> columns) {
    return columns.stream()
        .map(
            c ->
                "%s (%s)"
                    .formatted(
                        c.name(), c.types().isEmpty() ? "empty" : String.join(" or ", c.types())))
        .collect(Collectors.joining(", "));
  }

  private void post(JsonNode seen) {
    String language = configuration.server().language();
    JsonNode titles = seen.path("title");
    String title =
        titles.path(language).asText(titles.path("en").asText(seen.path("key").asText()));
    out.printf("  post on %s %s:%n", seen.path("type").asText(), title);
    for (JsonNode post : seen.path("posts")) {
      post.path("summary")
          .fields()
          .forEachRemaining(
              text -> out.printf("    %s: %s%n", text.getKey(), text.getValue().asText()));
    }
  }
}
