package io.causerie.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands between a client and a server that goes on: cut, nobody reaches it, and who is
 * connected loses the connection.
 */
final class CutLine implements AutoCloseable {
  private final ServerSocket door;
  private final int to;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  CutLine(int to) throws IOException {
    this.to = to;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    begin(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void cut() {
    cut = true;
    open.forEach(CutLine::end);
  }

  void mend() {
    cut = false;
  }

  private static void begin(Runnable work) {
    Thread thread = new Thread(work, "cut-line");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        if (cut) {
          end(client);
          continue;
        }
        Socket server = new Socket(door.getInetAddress(), to);
        open.add(server);
        begin(() -> pass(client, server));
        begin(() -> pass(server, client));
      } catch (IOException e) {
        // Closed, or the server is gone.
      }
    }
  }

  private void pass(Socket from, Socket into) {
    try {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException e) {
      // One of them is gone.
    } finally {
      end(from);
      end(into);
      open.remove(from);
      open.remove(into);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }
}
