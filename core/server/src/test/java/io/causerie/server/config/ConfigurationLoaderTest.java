package io.causerie.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.connector.Watching;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.MappingPaths;
import io.causerie.runtime.Schedule;
import io.causerie.spi.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Configuration load() throws ConfigurationException {
    return ConfigurationLoader.load(
        folder, Clock.systemUTC(), Map.of("PORT", "9090", "TOKEN", "a-token-of-some-length")::get);
  }

  @Test
  void everyErrorOfEveryFileIsToldAtOnceWithItsPlace() throws IOException {
    file(
        "causerie.yaml",
        "server:\n  prot: 80\ndatabase: { url: 'jdbc:mysql:x' }\nembed: { hosts: [ { name: erp, origins: [nowhere], secret: short } ] }\n");
    file(
        "people.yaml",
        "groups: { sales: {} }\npeople:\n  - { id: ada, name: Ada, groups: [sale] }\n  - { id: 'a b', name: X }\n");
    file(
        "systems/erp.yaml",
        "system: ERP\nconnectors:\n  orders:\n    kind: cloudevent\n    mapping: mappings/order.yaml\n    config: { auth: { bearer: { tokens: ['${env:NONE}'] } } }\n");
    file("mappings/order.yaml", "record: { type: Order }\n");

    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains("causerie.yaml:2:3: server.prot: unknown key 'prot' (did you mean 'port'?)")
        .contains("causerie.yaml:3:18: database.url: expected a URL that begins with jdbc:h2:")
        .contains("embed.hosts[0].origins[0]: expected scheme, host and port")
        .contains("embed.hosts[0].secret: a secret for HS256 needs 32 bytes")
        .contains(
            "people.yaml:3:36: people[0].groups[0]: there is no group 'sale' (did you mean 'sales'?)")
        .contains("person id 'a b'")
        .contains("systems/erp.yaml:1:9: system: expected a name of lower-case letters")
        .contains("the key 'audience' is missing")
        .contains("there is no kind 'cloudevent'")
        .contains("mappings/order.yaml:1:9: record: the key 'id' is missing");
  }

  @Test
  void valuesComeFromTheEnvironmentAndAreNeverShown() throws Exception {
    file("causerie.yaml", "server: { port: '${env:PORT}' }\n");
    file("people.yaml", "people: []\n");
    file(
        "systems/erp.yaml",
        "system: erp\naudience: { everyone: true }\nkind: cloudevents\nconnectors:\n  orders: { mapping: order.yaml, config: { auth: { bearer: { tokens: ['${env:TOKEN}'] } } } }\n");
    file("order.yaml", "record: { type: Order, id: .id }\n");

    Configuration configuration = load();

    assertThat(configuration.server().port()).isEqualTo(9090);
    assertThat(configuration.connectors()).containsKey("orders");
    assertThat(configuration.toString()).doesNotContain("a-token-of-some-length");
  }

  @Test
  void referencesAreNotReplacedInMappingsAndSoAreRefused() throws Exception {
    file("causerie.yaml", "server: { port: '${env:PORT}' }\n");
    file("people.yaml", "people: []\n");
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: everyone
        kind: cloudevents
        connectors:
          orders: { mapping: order.yaml, config: { auth: { bearer: { tokens: ['${env:TOKEN}'] } } } }
          quotes:
            config: { auth: { bearer: { tokens: ['${env:TOKEN}'] } } }
            mapping:
              record: { type: Quote, id: .id, url: '"${env:PORT}/\\(.id)"' }
        """);
    file(
        "order.yaml",
        "# of ${env:PORT}\nrecord:\n  type: Order # not ${env:PORT}\n  id: .id\n  url: '\"${file:address}/\\(.id)\"'\n");

    assertThatThrownBy(this::load)
        .message()
        .contains(
            "order.yaml:5:10: ${file:address} is not replaced in a mapping; write what it stands for")
        .contains("systems/erp.yaml:9:46: ${env:PORT} is not replaced in a mapping")
        .doesNotContain("order.yaml:1:", "order.yaml:3:");
  }

  @Test
  void peopleMayBeDisabledAndClaimsLapseWhenItIsSaid() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file(
        "people.yaml",
        "people: [ { id: ada, name: Ada }, { id: bob, name: Bob, active: false, email: bob@example.com } ]\n");

    assertThat(load().people())
        .extracting(p -> p.id() + p.active())
        .containsExactly("adatrue", "bobfalse");
    assertThat(load().claimsLapse()).isEqualTo(Duration.ofDays(30));

    file("causerie.yaml", "people: { claimsLapse: PT8H }\n");
    assertThat(load().claimsLapse()).isEqualTo(Duration.ofHours(8));
    file("causerie.yaml", "people: { claimsLapse: P0D, claims: 1 }\n");
    file("people.yaml", "people: [ { id: ada, name: Ada, active: 1, email: '' } ]\n");
    assertThatThrownBy(this::load)
        .hasMessageContaining("people.claimsLapse: expected a duration")
        .hasMessageContaining("unknown key 'claims'")
        .hasMessageContaining("people[0].active: expected true or false")
        .hasMessageContaining("email is empty");
  }

  @Test
  void operatorsOfADemonstrationAreItsPeople() throws Exception {
    file("causerie.yaml", "operators: [ada]\n");
    file("people.yaml", "people: [ { id: ada, name: Ada } ]\n");

    assertThat(load().operators()).containsExactly("ada");

    file("causerie.yaml", "operators: [adda]\n");
    assertThatThrownBy(this::load).hasMessageContaining("there is no person 'adda'");
  }

  @Test
  void mappingMayStandInTheFileOfItsSystem() throws Exception {
    String connector =
        "system: erp\naudience: { everyone: true }\nkind: cloudevents\nconnectors:\n  orders:\n    config: { auth: { bearer: { tokens: ['${env:TOKEN}'] } } }\n    mapping:\n";
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: []\n");
    file("systems/erp.yaml", connector + "      record: { type: Order, id: .id }\n");
    assertThat(load().connectors()).containsKey("orders");
    assertThat(load().mappings("orders"))
        .containsExactly(
            new Configuration.MappingText(
                "systems/erp.yaml", "record: { type: Order, id: .id }\n", 8, ZoneOffset.UTC));
    assertThat(
            MappingPaths.unseen(
                List.of(load().mappings("orders").get(0).compiled().orElseThrow()),
                List.of(event("{\"x\":1}"))))
        .as("told as lines of the file")
        .extracting(MappingPaths.Unseen::line)
        .containsExactly(8);

    file("systems/erp.yaml", connector + "      record: { type: Order, idd: .id }\n");
    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "systems/erp.yaml:8:15: connectors.orders.mapping.record: the key 'id' is missing")
        .hasMessageContaining("unknown key 'idd' (did you mean 'id'?)");
  }

  @Test
  void namesThatNothingHasAreTold() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file(
        "people.yaml",
        """
        groups: { sales: {} }
        people:
          - { id: ada, name: Ada, language: klingon, identities: { erpp: [ada] } }
        """);
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: { groups: [sales], persons: [adda] }
        kind: odata
        config: { url: "http://127.0.0.1:1/" }
        connectors:
          orders:
            config: { version: v2, entitySet: Orders, changedOn: Changed }
            mapping:
              on: ["com.*.x", ""]
              record: { type: Order, id: .id }
              track: [ { field: margin, restricted: [saels] } ]
        """);

    assertThatThrownBy(this::load)
        .hasMessageContaining("there is no person 'adda' (did you mean 'ada'?)")
        .hasMessageContaining("there is no system 'erpp' (did you mean 'erp'?)")
        .hasMessageContaining("expected a language such as en or fr-CA, found 'klingon'")
        .hasMessageContaining("on[0]: expected a type of events, or its beginning")
        .hasMessageContaining("on[1]: expected a type of events, or its beginning");

    file("people.yaml", "groups: { sales: {} }\npeople: [ { id: adda, name: Ada } ]\n");
    file(
        "systems/erp.yaml",
        Files.readString(folder.resolve("systems/erp.yaml"))
            .replace("on: [\"com.*.x\", \"\"]", "on: [com.x.*]"));
    assertThatThrownBy(this::load)
        .hasMessageContaining("the group 'saels' (did you mean 'sales'?)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "groups: { sales: {}\n",
        "- sales\n",
        "groups: [sales]\npeople: [ { id: ada, name: Ada, groups: [sales] } ]\n",
        "group: { sales: {} }\npeople: [ { id: ada, name: Ada, groups: [sales] } ]\n",
        "groups: { sales: {} }\npeople: { ada: Ada }\n",
        "groups: { sales: {} }\npeople: [ { id: ada, name: Ada, email: '' } ]\n",
        "groups: { sales: {} }\npeople: [ { ident: ada, name: Ada } ]\n"
      })
  void errorOfPeopleIsToldWithoutThoseThatFollowFromIt(String people) throws Exception {
    file(
        "causerie.yaml",
        """
        operators: [ada]
        embed:
          hosts:
            - { name: erp, origins: ["https://erp.example.com"], secret: %s, groups: [sales] }
        """
            .formatted("s".repeat(32)));
    file("people.yaml", people);
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: { groups: [sales], persons: [ada] }
        kind: cloudevents
        connectors:
          orders:
            config: { auth: { bearer: { tokens: ['${env:TOKEN}'] } } }
            mapping:
              record: { type: Order, id: .id }
              track: [ { field: margin, restricted: [sales] } ]
        """);

    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains("people.yaml:")
        .doesNotContain("there is no", "systems/erp.yaml:", "causerie.yaml:");
  }

  @Test
  void groupMayHaveNothingButItsName() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "groups: { sales: , finance: {} }\npeople: []\n");

    assertThat(load().groups().keySet()).containsExactly("finance", "sales");
  }

  @Test
  void errorOfASystemIsToldWithoutThatNobodyHasIt() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: [ { id: ada, name: Ada, identities: { erp: [ada] } } ]\n");
    file("systems/erp.yaml", "system: { erp\n");

    assertThatThrownBy(this::load)
        .hasMessageContaining("systems/erp.yaml:")
        .message()
        .doesNotContain("people.yaml:");
  }

  @Test
  void everyoneIsNoPerson() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: []\n");
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: { persons: everyone, customer: { persons: [everyone] } }
        connectors: {}
        """);

    assertThatThrownBy(this::load)
        .hasMessageContaining("systems/erp.yaml:2:22: audience.persons")
        .hasMessageContaining("audience.customer.persons")
        .hasMessageContaining("write everyone: true in place of persons");
  }

  @Test
  void mappingThatNamesNoZoneTellsTheTimeOfItsConnector() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: []\n");
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: { everyone: true }
        kind: odata
        config: { url: "http://127.0.0.1:1/" }
        connectors:
          orders:
            config:
              version: v2
              entitySet: Orders
              changedOn: Changed
              zone: America/Chicago
            mapping:
              record: { type: Order, id: .id }
              published: .Changed
        """);

    var outcome =
        load()
            .connectors()
            .values()
            .iterator()
            .next()
            .rules()
            .mapper()
            .map(event("{\"id\":1,\"Changed\":\"/Date(1612137600000)/\"}"));

    assertThat(((io.causerie.model.MappingOutcome.Seen) outcome).observation().published())
        .isEqualTo(java.time.Instant.parse("2021-02-01T06:00:00Z"));
  }

  private static SourceEvent event(String data) {
    return new SourceEvent(
        "/",
        "Orders",
        "1",
        null,
        null,
        null,
        java.util.Map.of(),
        data.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void reconciled(String how) throws IOException {
    file("causerie.yaml", "server: { port: 0 }\n");
    file("people.yaml", "people: []\n");
    file("order.yaml", "record: { type: Order, id: .id }\n");
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: { everyone: true }
        kind: sql
        config: { url: "jdbc:h2:mem:x" }
        connectors:
          orders:
            mapping: order.yaml
            config: { query: select * from x, key: id, changedOn: changed }
            reconcile: %s
        """
            .formatted(how));
  }

  @Test
  void reconciliationOfTheNightMayTakeAnotherZoneOrJitter() throws Exception {
    reconciled("{ zone: Europe/Paris }");
    assertThat(load().connector("orders").orElseThrow().polls().census())
        .isEqualTo(
            new Schedule(
                null, "0 3 * * *", ZoneId.of("Europe/Paris"), null, Duration.ofMinutes(30)));

    reconciled("{ jitter: PT1M, compare: contents }");
    assertThat(load().connector("orders").orElseThrow().polls().census())
        .isEqualTo(new Schedule(null, "0 3 * * *", ZoneOffset.UTC, null, Duration.ofMinutes(1)));
  }

  private Watching watching() throws Exception {
    return load().connector("orders").orElseThrow().watching();
  }

  @Test
  void silenceIsOffOrADuration() throws Exception {
    reconciled("never");
    assertThat(watching()).isEqualTo(Watching.HABIT);
    reconciled("never\n    silence: off");
    assertThat(watching()).isEqualTo(Watching.OFF);
    reconciled("never\n    silence: PT6H");
    assertThat(watching()).isEqualTo(Watching.after(Duration.ofHours(6)));
    reconciled("never\n    silence: sometimes");

    assertThatThrownBy(this::load).message().contains("connectors.orders.silence");
  }

  @Test
  void reconciliationThatWouldNeverBeIsRefusedAtItsWindow() throws Exception {
    reconciled("{ window: '20:00-02:00' }");

    assertThatThrownBy(this::load)
        .message()
        .contains("connectors.orders.reconcile.window:")
        .contains("'0 3 * * *' is never due within the window 20:00-02:00");
  }

  @Test
  void reconciliationHasOneWayOfSayingWhen() throws Exception {
    reconciled("{ every: PT1H, cron: '0 3 * * *' }");

    assertThatThrownBy(this::load)
        .message()
        .contains("connectors.orders.reconcile: give either `every` (PT30S) or `cron`");
  }

  @Test
  void keysOfWhatAConnectorCannotDoAreRefusedAtTheirPlace() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: []\n");
    file("order.yaml", "record: { type: Order, id: .id }\n");
    file(
        "systems/erp.yaml",
        """
        system: erp
        audience: { everyone: true }
        kind: cloudevents
        connectors:
          pushed:
            mapping: order.yaml
            config: { auth: { bearer: { tokens: ['${env:TOKEN}'] } } }
            schedule: PT1M
            page: 5
            backfill: { rate: 5 }
            reconcile: { zone: Nowhere }
          messages:
            kind: sql
            mapping: order.yaml
            config: { url: "jdbc:h2:mem:x", outbox: { table: outbox, key: id, payload: body } }
            schedule: PT1M
            reconcile: never
        """);

    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "systems/erp.yaml:8:15: connectors.pushed.schedule: `schedule` is for connectors that"
                + " ask their source; the source of this one pushes (kind 'cloudevents'); leave it out")
        .hasMessageContaining("systems/erp.yaml:9:11: connectors.pushed.page: `page` is for")
        .hasMessageContaining("systems/erp.yaml:10:15: connectors.pushed.backfill: `backfill`")
        .hasMessageContaining("systems/erp.yaml:11:16: connectors.pushed.reconcile: `reconcile`")
        .as("an error in what must go anyhow is told, too")
        .hasMessageContaining("expected a time zone")
        .hasMessageContaining(
            "systems/erp.yaml:17:16: connectors.messages.reconcile: `reconcile` is for connectors"
                + " whose source tells which records it has; that of this one (kind 'sql', configured"
                + " like this) does not; leave it out")
        .message()
        .doesNotContain("messages.schedule");
  }

  @Test
  void connectorWhoseEventsARouteBringsHasItsRouteAndNoSchedule() throws Exception {
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: []\n");
    file("order.yaml", "record: { type: Order, id: .id }\n");
    String system =
        """
        system: archive
        audience: { everyone: true }
        kind: camel
        connectors:
          archive-orders:
            config: { route: archive }
            mapping: order.yaml
        """;
    String route =
        "- route:\n    id: %s\n    from:\n      uri: file:in\n      steps:\n        - to: { uri: '%s' }\n";
    file("systems/archive.yaml", system + "    schedule: PT1M\n");
    file("routes/archive.yaml", route.formatted("archives", "causerie:archive-orders"));

    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "systems/archive.yaml:8:15: connectors.archive-orders.schedule: `schedule` is for"
                + " connectors that ask their source; a route brings the events of this one (kind"
                + " 'camel'); leave it out")
        .hasMessageContaining("route archives: it feeds connector archive-orders and is not one of")
        .hasMessageContaining(
            "there is no route archive (did you mean 'archives'?), which the connector archive-orders"
                + " names");
    file("systems/archive.yaml", system);
    file("routes/archive.yaml", route.formatted("archive", "causerie:archive-orders"));
    assertThat(load().connector("archive-orders").orElseThrow().of())
        .isEqualTo(new Configuration.OfKind("camel", Set.of(Capability.ROUTE)));
  }

  @Test
  void mappingThatPostsAtEachEventWantsEventsThatAreNamed() throws Exception {
    String system =
        """
        system: desk
        audience: everyone
        kind: webhook
        connectors:
          tickets:
            config: { verify: { none: true }%s }
            mapping:
              record: { type: Ticket, id: .id }
              posts: [ { when: %s, summary: { en: "{record}" } } ]
        """;
    file("causerie.yaml", "server: {}\n");
    file("people.yaml", "people: []\n");
    file("systems/desk.yaml", system.formatted("", "occurred"));
    assertThatThrownBy(this::load).hasMessageContaining("give `config.id`");
    file("systems/desk.yaml", system.formatted("", "created"));
    assertThat(load().connectors()).containsKey("tickets");
    file("systems/desk.yaml", system.formatted(", id: .body.id", "occurred"));
    assertThat(load().connectors()).containsKey("tickets");
  }

  @Test
  void demonstrationRefusesToListenToTheWorld() throws IOException {
    file("causerie.yaml", "server: { host: 0.0.0.0 }\ndemo: { signIn: true }\n");

    assertThatThrownBy(this::load).hasMessageContaining("it runs on 127.0.0.1 only");
  }

  @Test
  void folderWithoutAConfigurationIsTold() {
    assertThatThrownBy(this::load)
        .hasMessageContaining("causerie.yaml")
        .hasMessageContaining("cannot be read");
  }
}
