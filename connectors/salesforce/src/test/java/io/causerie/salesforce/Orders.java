package io.causerie.salesforce;

import io.causerie.salesforce.fake.FakeSalesforce;
import io.causerie.salesforce.fake.store.Actor;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Orders of the contract, kept as opportunities of a real fake: their number is their name. */
final class Orders implements AutoCloseable {
  static final String OLD = "canary-of-the-first-secret";
  static final String NEW = "canary-of-the-second-secret";
  static final String MAPPING =
      """
      record: { type: Order, id: .Name, version: $event.time }
      track: [ { field: status, value: .StageName } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
        - { when: restored, summary: { en: "{record} is back" } }
        - { when: deleted, summary: { en: "{record} was removed" } }
      """;

  final LiveOrg org;
  private final Map<Integer, String> ids = new ConcurrentHashMap<>();
  private final Set<Integer> removed = ConcurrentHashMap.newKeySet();
  private String secret = LiveOrg.SECRET;

  Orders() {
    org = new LiveOrg(Clock.systemUTC(), FakeSalesforce.with());
    // The key of an order stands in each of its events.
    org.salesforce.bus().enrich("Causerie__chn", "Opportunity", "Name");
    secret(OLD);
  }

  private void secret(String other) {
    secret = other;
    org.salesforce.app("causerie", other, null, org.integration, Set.of());
  }

  String config() {
    return org.config().replace(LiveOrg.SECRET, secret)
        + "fields: [Opportunity.Name, Opportunity.StageName]\n";
  }

  void put(int number, String status, Instant changed) {
    Actor actor = Actor.person(org.ada).at(changed);
    String id = ids.get(number);
    if (id == null) {
      ids.put(
          number,
          org.salesforce
              .org()
              .commit(
                  actor,
                  t ->
                      t.insert(
                          "Opportunity",
                          Map.of("Name", String.valueOf(number), "StageName", status))));
      return;
    }
    if (removed.remove(number)) {
      org.salesforce.org().unhide(id, org.integration);
    }
    org.salesforce
        .org()
        .commit(
            actor,
            t -> {
              t.update(id, Map.of("StageName", status));
              return id;
            });
  }

  /** That of a row. */
  String key(int number) {
    return "Opportunity/" + ids.getOrDefault(number, "006000000000000AAA");
  }

  /** Nobody shares it with the integration any more. */
  void remove(int number) {
    removed.add(number);
    org.salesforce.org().hide(ids.getOrDefault(number, ""), org.integration);
  }

  void hide() {
    ids.values().forEach(id -> org.salesforce.org().hide(id, org.integration));
  }

  void show() {
    ids.forEach(
        (number, id) -> {
          if (!removed.contains(number)) {
            org.salesforce.org().unhide(id, org.integration);
          }
        });
  }

  void rotate() {
    secret(NEW);
    org.salesforce.pubsub().endSessions();
  }

  @Override
  public void close() {
    org.close();
  }
}
