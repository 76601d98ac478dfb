package io.causerie.http;

import io.causerie.model.phrase.Wording;
import java.time.Duration;
import java.util.Map;

/**
 * How one talks with a system.
 *
 * @param system its name, for figures
 * @param timeout how long an answer may take, from the first byte sent to the last one read
 * @param most how many bytes an answer may have, unless its request says otherwise
 * @param remedies what to do, where the kind knows it better; with a place for the address, or none
 */
public record ClientSettings(
    String system, Duration timeout, int most, Map<Trouble, Wording> remedies) {
  public ClientSettings {
    remedies = Map.copyOf(remedies);
  }
}
