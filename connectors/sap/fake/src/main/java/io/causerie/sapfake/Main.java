package io.causerie.sapfake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Runs it by itself: {@code io.causerie.sapfake.Main PORT}. Behind the port may stand:
 *
 * <ul>
 *   <li>{@code --old}: as older releases are, without document flow
 *   <li>{@code --users=HMEIER,ADA}: who may sit before its pages
 *   <li>{@code --causerie=http://...}, {@code --system}, {@code --host}, {@code --secret}: Causerie
 *       beside documents: where it is, how it calls this system and its pages, what they share
 *   <li>{@code --with-input}: it ends with its input, and so with who started it
 * </ul>
 */
public final class Main {
  private Main() {}

  /**
   * @param args the port, and options
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8090;
    Map<String, String> options =
        options(List.of(args).subList(Math.min(1, args.length), args.length));
    FakeS4 s4 =
        FakeS4.start(
            port, Clock.systemUTC(), ZoneId.of("Europe/Berlin"), !options.containsKey("old"));
    if (options.containsKey("users")) {
      s4.users(options.get("users").split(","));
    }
    if (options.containsKey("causerie")) {
      s4.margin(
          new Margin(
              options.get("causerie"),
              options.getOrDefault("system", "s4"),
              options.getOrDefault("host", "s4"),
              options.getOrDefault("secret", "")));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(s4::close));
    System.out.printf(
        "A stand-in for S/4HANA: %s (user %s, client %s)%n", s4.url(), FakeS4.USER, FakeS4.CLIENT);
    if (options.containsKey("with-input")) {
      try (InputStream in = System.in) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      System.exit(0);
    }
    new CountDownLatch(1).await();
  }

  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.replaceFirst("^--", "").split("=", 2);
      options.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    return options;
  }
}
