package io.causerie.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Connections to a server that can fall silent without ending, as they do when a firewall forgets
 * them or a laptop has slept.
 */
final class Tunnel implements AutoCloseable {
  private final ServerSocket entrance;
  private final int exit;
  private final List<Passage> passages = new CopyOnWriteArrayList<>();

  private static final class Passage {
    private final Socket near;
    private final Socket far;
    private volatile boolean silent;

    Passage(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }
  }

  private volatile String carried = "";

  private Tunnel(ServerSocket entrance, int exit) {
    this.entrance = entrance;
    this.exit = exit;
  }

  static Tunnel to(int port) throws IOException {
    Tunnel tunnel = new Tunnel(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
    start(tunnel::accept);
    return tunnel;
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tunnel");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return entrance.getLocalPort();
  }

  /**
   * What each request through it carries from now on, on a line of its own: a browser that is led
   * to another port may keep its cookies from it.
   */
  void carry(String line) {
    carried = line;
  }

  /** Connections there are now neither end nor say anything any more; new ones are as usual. */
  void fallSilent() {
    passages.forEach(p -> p.silent = true);
  }

  private void accept() {
    try {
      while (true) {
        Socket near = entrance.accept();
        Passage passage = new Passage(near, new Socket(InetAddress.getLoopbackAddress(), exit));
        passages.add(passage);
        start(() -> request(passage));
        start(() -> pass(passage, passage.far, passage.near));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
  }

  /** Each request has a connection of its own. */
  private void request(Passage passage) {
    try {
      InputStream in = passage.near.getInputStream();
      ByteArrayOutputStream first = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        first.write(next);
        if (next == '\n') {
          break;
        }
      }
      if (!carried.isEmpty()) {
        first.writeBytes((carried + "\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      passage.far.getOutputStream().write(first.toByteArray());
    } catch (IOException e) {
      // One side went away; the other is closed with the tunnel.
      return;
    }
    pass(passage, passage.near, passage.far);
  }

  private static void pass(Passage passage, Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (!passage.silent) {
          out.write(buffer, 0, read);
        }
      }
      if (!passage.silent) {
        to.close();
      }
    } catch (IOException e) {
      // One side went away; the other is closed with the tunnel.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    for (Passage passage : passages) {
      passage.near.close();
      passage.far.close();
    }
  }
}
