package io.causerie.model.mapping;

import io.causerie.model.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Measures a mapping of 30 expressions, in microseconds an event:
 *
 * <pre>mvn -q test-compile exec:java -pl core/model -Dexec.classpathScope=test \
 *   -Dexec.mainClass=io.causerie.model.mapping.MappingBench</pre>
 */
public final class MappingBench {
  private static final int ROUNDS = 8;
  private static final int EVENTS = 50_000;

  private MappingBench() {}

  public static void main(String[] arguments) {
    StringBuilder yaml = new StringBuilder(MappingTest.resource("order.yaml"));
    Mapping mapping =
        MappingCompiler.compile("order.yaml", yaml.toString()).mapping().orElseThrow();
    byte[] data =
        """
        {"SalesOrder":"4711","LastChange":"2026-11-23T09:00:00Z","SoldToParty":"C1",
         "CustomerName":"Müller","Items":[{"Product":"P1"},{"Product":"P2"}],"ChangedBy":"MMEIER",
         "Status":"A","Net":12480.50,"Currency":"EUR","Delivery":"2026-12-01","Express":"X",
         "Shipping":{"Weight":1.5},"Office":"North"}
        """
            .getBytes(StandardCharsets.UTF_8);
    SourceEvent event =
        new SourceEvent("/erp", "com.example.order.changed", "1", null, null, null, Map.of(), data);
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      int seen = 0;
      for (int i = 0; i < EVENTS; i++) {
        seen += mapping.map(event, "sap").hashCode() == 0 ? 0 : 1;
      }
      double micros = (System.nanoTime() - start) / 1000.0 / EVENTS;
      System.out.printf("%.1f us an event (%d mapped)%n", micros, seen);
    }
  }
}
