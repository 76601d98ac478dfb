package io.causerie.salesforce;

import java.time.Duration;
import java.util.List;

/**
 * What a connector was told, but for what is the org's.
 *
 * @param reading what it reads
 * @param topic what it subscribes to, where it does
 * @param declared what of it may be read
 * @param batch how many events are asked for at once
 */
record Settings(
    String system,
    String connector,
    Reading reading,
    String topic,
    Declared declared,
    Duration overlap,
    int batch) {

  /** What a connector reads. */
  enum Reading {
    CHANGES("changes"),
    RECORDS("records"),
    FEED("feed");

    private final String word;

    Reading(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** Which rows of an object are meant; all of them. */
  List<String> conditions(String object) {
    return List.of();
  }

  Walk walk(Rest rest, String object) {
    return new Walk(rest, object, declared.select(object), conditions(object), true, overlap);
  }
}
