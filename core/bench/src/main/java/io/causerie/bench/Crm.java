package io.causerie.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.salesforce.fake.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The fake of Salesforce as a process, and a system that reads its change events. */
final class Crm implements AutoCloseable {
  /** The connector that reads changes. */
  static final String CHANGES = "crm-changes";

  private static final String BEN = "ben@acme.example";
  private static final String SECRET = "a-secret";
  private static final int AT_ONCE = 1000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Standin org;
  private final String url;
  private final OkHttpClient client = new OkHttpClient();
  private @Nullable String token;

  private Crm(Standin org, String url) {
    this.org = org;
    this.url = url;
  }

  /** Starts it and writes the system's file. */
  static Crm start(Path folder) throws Exception {
    Path certificate = folder.resolve("crm.pem");
    Standin org = Standin.start(Main.class, "ready ", "--certificate=" + certificate);
    String[] ready = org.ready().split(" ");
    Files.writeString(
        folder.resolve("systems/crm.yaml"),
        """
        system: crm
        title: Salesforce
        audience: { groups: [sales] }
        kind: salesforce
        config:
          url: "%1$s"
          pubSub: "https://%2$s"
          pubSubAuthority: "${file:%3$s}"
          auth:
            clientCredentials:
              tokenUrl: "%1$s/services/oauth2/token"
              clientId: causerie
              clientSecret: %4$s
        writeBack: internal
        connectors:
          crm-changes:
            since: 2026-01-01
            reconcile: never
            config:
              channel: /data/Causerie__chn
              fields: [Opportunity.Name, Opportunity.AccountId, Opportunity.StageName, Opportunity.Amount]
            mapping: mappings/opportunity.yaml
        """
            .formatted(ready[1], ready[2], certificate.toAbsolutePath(), SECRET));
    Files.writeString(
        folder.resolve("mappings/opportunity.yaml"),
        """
        on: [Opportunity]
        record:
          type: Opportunity
          id: .Id
          version: $event.time
          title: .Name
          url: '"http://127.0.0.1:8081/opportunities/\\(.Id)"'
        actor: { id: .LastModifiedById }
        track:
          - { field: StageName, label: { en: Stage, fr: Étape } }
          - { field: Amount, label: { en: Amount, fr: Montant }, type: number }
        posts:
          - { when: created, summary: { en: "{actor} created {record}", fr: "{actor} a créé {record}" } }
          - { when: changed, summary: { en: "{actor} changed {changes}", fr: "{actor} a modifié {changes}" } }
        """);
    return new Crm(org, ready[1]);
  }

  /** So many opportunities more, each with an amount of its own. */
  List<String> insert(int many, LongSupplier amounts) throws InterruptedException {
    List<String> ids = new ArrayList<>();
    while (ids.size() < many) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_ONCE, many - ids.size()); i++) {
        long amount = amounts.getAsLong();
        lines.add(
            "insert %s Opportunity {\"Name\":\"Sorting line %d\",\"StageName\":\"Prospecting\",\"Amount\":%d}"
                .formatted(BEN, amount, amount));
      }
      ids.addAll(org.told(lines));
    }
    return ids;
  }

  /** Another amount for each of them. */
  void update(List<String> ids, LongSupplier amounts) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (String id : ids) {
      lines.add("update %s %s {\"Amount\":%d}".formatted(BEN, id, amounts.getAsLong()));
    }
    org.told(lines);
  }

  /** How many items the feed of a record has. */
  int items(String id) throws IOException {
    HttpUrl query =
        HttpUrl.get(url + "/services/data/v62.0/query")
            .newBuilder()
            .addQueryParameter("q", "SELECT Id FROM FeedItem WHERE ParentId = '" + id + "'")
            .build();
    Request request =
        new Request.Builder().url(query).header("Authorization", "Bearer " + token()).build();
    try (Response answer = client.newCall(request).execute()) {
      return JSON.readTree(answer.body().bytes()).path("totalSize").asInt();
    }
  }

  private String token() throws IOException {
    String known = token;
    if (known == null) {
      FormBody form =
          new FormBody.Builder()
              .add("grant_type", "client_credentials")
              .add("client_id", "causerie")
              .add("client_secret", SECRET)
              .build();
      Request request =
          new Request.Builder().url(url + "/services/oauth2/token").post(form).build();
      try (Response answer = client.newCall(request).execute()) {
        known = JSON.readTree(answer.body().bytes()).path("access_token").asText();
      }
      token = known;
    }
    return known;
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    org.close();
  }
}
