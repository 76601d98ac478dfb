package io.causerie.server.setup;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that a system comes to.
 *
 * @param connector the name of its connector
 * @param kind of its connector
 * @param address where its source sends to, if it sends: {@link
 *     io.causerie.spi.ConnectorKind#address}
 * @param files texts by their paths in the configuration folder, without secrets
 * @param secrets texts by their paths; they are shown once
 */
public record Draft(
    String connector,
    String kind,
    String address,
    SortedMap<String, String> files,
    SortedMap<String, String> secrets) {
  public Draft {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    secrets = Collections.unmodifiableSortedMap(new TreeMap<>(secrets));
  }

  /** All of them. */
  public Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(files);
    secrets.forEach((path, secret) -> all.put(path, secret + "\n"));
    return all;
  }

  /** Without what nobody but the owner of a secret is to see. */
  @Override
  public String toString() {
    return "Draft[" + connector + ", " + files.keySet() + ", " + secrets.keySet() + "]";
  }
}
