package io.causerie.sapfake;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;

/** Runs it by itself: {@code java -jar ... PORT}. */
public final class Main {
  private Main() {}

  /**
   * @param args the port; with {@code --old} behind it, without document flow
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8090;
    boolean old = args.length > 1 && args[1].equals("--old");
    FakeS4 s4 = FakeS4.start(port, Clock.systemUTC(), ZoneId.of("Europe/Berlin"), !old);
    Runtime.getRuntime().addShutdownHook(new Thread(s4::close));
    System.out.printf(
        "A stand-in for S/4HANA: %s (user %s, client %s)%n", s4.url(), FakeS4.USER, FakeS4.CLIENT);
    new CountDownLatch(1).await();
  }
}
