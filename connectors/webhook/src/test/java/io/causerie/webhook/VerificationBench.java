package io.causerie.webhook;

import io.causerie.spi.Door;
import io.causerie.testkit.SettableClock;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what it costs to find out who sends, and to read what was sent, in microseconds a
 * request:
 *
 * <pre>mvn -q test-compile exec:java -pl connectors/webhook -Dexec.classpathScope=test \
 *   -Dexec.mainClass=io.causerie.webhook.VerificationBench</pre>
 */
public final class VerificationBench {
  private static final int ROUNDS = 6;
  private static final int REQUESTS = 20_000;
  private static final int LARGE = 100_000;

  private VerificationBench() {}

  public static void main(String[] arguments) throws Exception {
    measure("none", door("verify.none", "true"), Doors.request("{}"));
    measure(
        "secret",
        door("verify.secret.secrets", "a-secret-of-a-sender", "verify.secret.header", "k"),
        Doors.request("{}", "k", "a-secret-of-a-sender"));
    VectorsTest.vectors()
        .forEach(
            vector ->
                measure(
                    vector.name(), vector.door(new SettableClock(vector.at())), vector.request()));
    String large =
        IntStream.range(0, LARGE / 10)
            .mapToObj("%09d"::formatted)
            .collect(Collectors.joining(",", "[\"", "\"]"));
    String signature = Signed.Encoding.HEX.of(Signed.sign("HmacSHA256", "s", Doors.bytes(large)));
    measure(
        "github, 100 kB",
        door("verify.github.secrets", "s"),
        Doors.request(large, "x-hub-signature-256", "sha256=" + signature));
  }

  private static Door door(String... config) {
    return Doors.of(new SettableClock(Instant.parse("2026-11-23T08:00:00Z")), config);
  }

  private static void measure(String name, Door door, Door.Request request) {
    int times = request.body().length > 10_000 ? REQUESTS / 20 : REQUESTS;
    double micros = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = System.nanoTime();
      int in = 0;
      for (int i = 0; i < times; i++) {
        in += Doors.isIn(door, request) ? 1 : 0;
      }
      micros = (System.nanoTime() - begin) / 1000.0 / times;
      if (in != times) {
        throw new IllegalStateException(name + " was refused");
      }
    }
    System.out.printf(Locale.ROOT, "%s: %.1f us a request%n", name, micros);
  }
}
