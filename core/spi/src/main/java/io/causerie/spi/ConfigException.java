package io.causerie.spi;

import java.util.List;

/** A configuration that cannot work; the server adds file, line and column. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  /** A key and what is wrong with it. */
  public record Fault(String key, String message) implements java.io.Serializable {}

  private final List<Fault> faults;

  public ConfigException(List<Fault> faults) {
    super(faults.toString());
    this.faults = List.copyOf(faults);
  }

  public List<Fault> faults() {
    return faults;
  }
}
