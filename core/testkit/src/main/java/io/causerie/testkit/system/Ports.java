package io.causerie.testkit.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that must know theirs before they start. */
public final class Ports {
  /** Below those that systems give to whoever asks for any (RFC 6335 and Linux begin higher). */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;

  private Ports() {}

  /**
   * A port of loopback that nobody listens on. No connection made meanwhile gets it by chance, as
   * it would one that the system hands out; another test that asks for one may, once in thousands.
   *
   * @throws IllegalStateException if none is found
   */
  public static int free() {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it: another one.
      }
    }
    throw new IllegalStateException("no port of loopback is free");
  }
}
