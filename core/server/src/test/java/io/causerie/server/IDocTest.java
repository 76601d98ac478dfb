package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an SAP system posts, through the server to the post that people read. */
class IDocTest {
  private static final Path KIND = Path.of("../../connectors/idoc/src");
  private static final String EVENTS = "/api/v1/connectors/sap-idocs/events";

  @TempDir Path folder;

  private RunningServer server() {
    TestDatabase database = RunningServer.tables(Databases.H2);
    return new RunningServer(
        database,
        new SettableClock(Instant.parse("2026-11-25T08:00:00Z")),
        Map.of(),
        folder,
        files -> {
          RunningServer.write(files, database);
          RunningServer.file(
              files,
              "mappings/order-response.yaml",
              text("main/resources/io/causerie/idoc/idoc/order-response.yaml"));
          RunningServer.file(
              files,
              "systems/sap.yaml",
              """
              system: sap
              audience: { groups: [sales] }
              kind: idoc
              connectors:
                sap-idocs:
                  config:
                    verify: { basic: { credentials: ["sap:a-password"] } }
                    zone: Europe/Berlin
                  mapping: mappings/order-response.yaml
              """);
        });
  }

  private static String text(String file) {
    try {
      return Files.readString(KIND.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer post(RunningServer api, String password, String body) {
    return api.send(
        "POST",
        EVENTS,
        new Request.Builder()
            .url(api.url(EVENTS))
            .header("Authorization", Credentials.basic("sap", password))
            .post(RequestBody.create(body, MediaType.get("text/xml; charset=utf-8")))
            .build());
  }

  @Test
  void confirmationsOfAnOrderAreReadOnceHoweverOftenTheyCome() {
    String first = text("test/resources/cases/order-confirmed-anew/before.xml");
    String second = text("test/resources/cases/order-confirmed-anew/event.xml");
    try (RunningServer api = server()) {
      assertThat(post(api, "wrong", first).status()).isEqualTo(401);
      assertThat(post(api, "a-password", first).json().path("posted").asInt()).isEqualTo(1);
      assertThat(post(api, "a-password", second).json().path("posted").asInt()).isEqualTo(1);
      assertThat(post(api, "a-password", first).json().path("duplicate").asInt()).isEqualTo(1);

      String feed =
          api.send(
                  api.token("ada", Scope.READ),
                  "GET",
                  "/api/v1/records?system=sap&type=SalesOrder&include=activities&id=5830",
                  null)
              .text();

      assertThat(feed)
          .contains("Sales order 5830", "was confirmed to", "Kontor Möwe GmbH")
          .contains("was confirmed anew");
    }
  }

  @Test
  void whoeverSendsInAnEnvelopeIsAnsweredInOneOnceAllIsStored() {
    String envelope =
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>%s</s:Body></s:Envelope>"
            .formatted(
                text("test/resources/cases/order-confirmed-anew/before.xml")
                    .replaceFirst("<\\?xml.*?\\?>", ""));
    try (RunningServer api = server()) {
      Answer answer = post(api, "a-password", envelope);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains("soap/envelope/").contains("<soap:Body/>");
      String plain = text("test/resources/cases/order-confirmed-anew/before.xml");
      assertThat(post(api, "a-password", plain).json().path("duplicate").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoIDocIsKeptAsFailedAndSaysWhy() {
    try (RunningServer api = server()) {
      String numberless = text("test/resources/cases/without-a-number/event.xml");
      assertThat(post(api, "a-password", numberless).json().path("failed").asInt()).isEqualTo(1);
      assertThat(post(api, "a-password", numberless).json().path("duplicate").asInt()).isEqualTo(1);

      String failed =
          api.send(
                  api.token("ada", Scope.READ, Scope.OPERATE),
                  "GET",
                  "/api/v1/connectors/sap-idocs/events?fate=failed",
                  null)
              .text();

      assertThat(failed).contains("has no DOCNUM", "idoc.no-number");
    }
  }
}
