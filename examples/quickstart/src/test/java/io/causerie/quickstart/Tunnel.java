package io.causerie.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
        start(() -> pass(passage, passage.near, passage.far));
        start(() -> pass(passage, passage.far, passage.near));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      return;
    }
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
