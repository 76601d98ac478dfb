package io.causerie.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * An operation of the contract.
 *
 * @param method in capitals
 * @param scope what {@code x-scope} says
 */
record Operation(String method, String path, String scope) {
  /** Those of a server, as its /openapi.yaml has them. */
  static List<Operation> of(RunningServer api) {
    Map<?, ?> whole =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build())
                .loadFromString(api.send(null, "GET", "/openapi.yaml", null).text());
    List<Operation> all = new ArrayList<>();
    ((Map<?, ?>) Objects.requireNonNull(whole.get("paths")))
        .forEach(
            (path, methods) ->
                ((Map<?, ?>) methods)
                    .forEach(
                        (method, operation) ->
                            all.add(
                                new Operation(
                                    ("" + method).toUpperCase(Locale.ROOT),
                                    "" + path,
                                    "" + ((Map<?, ?>) operation).get("x-scope")))));
    return all;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
