package io.causerie.quickstart;

import java.time.Duration;
import java.time.Instant;

/** What the API answers of connectors that the quickstart does not have: polled, behind, broken. */
final class ApiAnswers {
  private ApiAnswers() {}

  private static Instant in(String duration) {
    return Instant.now().plus(Duration.parse(duration));
  }

  /**
   * Five connectors of three systems.
   *
   * @param state of one that comes last as long as it runs
   */
  static String connectors(String state) {
    return """
        {"items":[
          {"name":"desk-orders","system":"desk","kind":"cloudevents","mode":"push","state":"running","failures":0,
           "lastDay":{"pending":0,"posted":8911,"ignored":12,"failed":0},"lastHour":310},
          {"name":"sap-orders","system":"sap","kind":"odata","mode":"poll","state":"%s","node":"node-1",
           "lastSuccess":"%s","nextRun":"%s","lag":{"seconds":2,"events":0},"failures":0,
           "lastDay":{"pending":0,"posted":1204,"ignored":310,"failed":0},"lastHour":55},
          {"name":"desk-tickets","system":"desk","kind":"sql","mode":"poll","state":"running","node":"node-2",
           "lastSuccess":"%s","nextRun":"%s","lag":{"seconds":4,"events":0},"failures":0,
           "backfill":{"running":true,"rows":610000,"total":1000000,"secondsLeft":4080,"started":"%s"},
           "lastDay":{"pending":3,"posted":97,"ignored":0,"failed":0},"lastHour":4},
          {"name":"nuxeo-contracts","system":"nuxeo","kind":"sql","mode":"poll","state":"broken","node":"node-1",
           "lastSuccess":"%s","nextRun":"%s","lag":{"seconds":5460},"failures":9,
           "failure":{"at":"%s","fault":"unreachable","message":"The connection to nuxeo.example.com:443 was refused.",
            "remedy":"Check that the system runs and that its address in systems/nuxeo.yaml is right; it is tried again by itself."},
           "lastDay":{"pending":0,"posted":41,"ignored":3,"failed":0},"lastHour":0},
          {"name":"sfdc-opportunities","system":"salesforce","kind":"cloudevents","mode":"push","state":"paused",
           "paused":{"since":"%s","by":"ada","reason":"quarter close"},"failures":0,
           "lastDay":{"pending":0,"posted":0,"ignored":0,"failed":412},"lastHour":0}]}
        """
        .formatted(
            state,
            in("-PT3S"),
            in("PT27S"),
            in("-PT7S"),
            in("PT3S"),
            in("-PT2H"),
            in("-PT91M"),
            in("PT4M30S"),
            in("-PT30S"),
            in("-P2D"));
  }

  /** A connector that is polled, tries again, reads its history and was reconciled. */
  static String tickets() {
    return """
        {"name":"tickets","system":"desk","kind":"sql","mode":"poll","state":"retrying","node":"node-2",
         "lastRun":"%s","lastSuccess":"%s","nextRun":"%s","readUpTo":"%s","lag":{"seconds":3904,"events":12},
         "failures":2,"failure":{"at":"%s","fault":"unreachable","message":"The connection to db.example.com:5432 was refused.",
          "remedy":"Check that the database runs; it is tried again by itself."},
         "backfill":{"running":true,"rows":610000,"total":1000000,"secondsLeft":4080,"started":"%s"},
         "lastDay":{"pending":3,"posted":9007,"ignored":0,"failed":0},"lastHour":44,
         "reconciliation":{"started":"%s","ended":"%s","sourceRows":184201,"known":184201,"missing":0,"changed":2,
          "gone":0,"left":0,"repaired":2},"causes":[]}
        """
        .formatted(
            in("-PT10S"),
            in("-PT65M"),
            in("PT40S"),
            in("-PT65M"),
            in("-PT10S"),
            in("-PT2H"),
            in("-PT10H"),
            in("-PT9H"));
  }
}
