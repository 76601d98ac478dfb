package io.causerie.server.api.connectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.mapping.MappingPaths.Unseen;
import io.causerie.server.api.Json;
import io.causerie.server.api.Phrases;
import io.causerie.server.connect.SourceReport;

/** What a source answered, as {@code SourceReport} of openapi.yaml. */
public final class SourceRender {
  private SourceRender() {}

  public static ObjectNode report(SourceReport report) {
    ObjectNode node = Json.object();
    node.put("polled", report.polled());
    node.put("delivers", report.delivers());
    node.put("good", report.isGood());
    node.set("failures", Json.array(report.failures(), SourceRender::failure));
    node.put("rows", report.rows());
    node.put("all", report.all());
    if (report.newest() != null) {
      node.put("newest", report.newest().toString());
    }
    node.set("twice", Json.tree(report.twice()));
    node.set("columns", Json.array(report.columns(), SourceRender::column));
    node.set("unseen", Json.array(report.unseen(), SourceRender::unseen));
    node.set("refused", Json.array(report.refused(), SourceRender::reason));
    node.set("ignored", Json.array(report.ignored(), SourceRender::reason));
    node.set("warned", Json.array(report.warned(), SourceRender::reason));
    node.set("unknownUsers", Json.tree(report.unknownUsers()));
    node.set("seen", Json.tree(report.posts()));
    return node;
  }

  private static ObjectNode failure(SourceReport.Failure failure) {
    ObjectNode node = Json.object().put("fault", failure.fault());
    Phrases.put(node, "message", failure.message());
    return Phrases.put(node, "remedy", failure.remedy());
  }

  private static ObjectNode column(SourceReport.Column column) {
    ObjectNode node = Json.object();
    node.put("name", column.name());
    node.set("types", Json.tree(column.types()));
    node.put("filled", column.filled());
    return node;
  }

  public static ObjectNode unseen(Unseen unseen) {
    ObjectNode node = Json.object();
    node.put("file", unseen.file());
    node.put("line", unseen.line());
    node.put("path", unseen.path());
    if (unseen.near() != null) {
      node.put("near", unseen.near());
    }
    return node;
  }

  private static ObjectNode reason(SourceReport.Reason reason) {
    return Phrases.of(reason.said()).put("rows", reason.rows());
  }
}
