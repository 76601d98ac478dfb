package io.causerie.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Many readers of live streams, all of them read by one thread: what it takes is no more than the
 * machine has beside the server.
 */
final class Listeners implements AutoCloseable {
  /** What a comment is recognised by in the middle of everything else; its number follows. */
  static final String MARK = "heard-";

  private static final byte[] MARKED = MARK.getBytes(StandardCharsets.US_ASCII);
  private static final String ACCEPTED = "HTTP/1.1 200";

  /** So much of a line tells what it is. */
  private static final int TOLD_BY = 14;

  private final Selector selector;
  private final Thread thread = new Thread(this::run, "listeners");
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();
  private final IntConsumer heard;
  private volatile boolean closed;

  /**
   * @param heard told the number of each comment that somebody hears
   */
  Listeners(IntConsumer heard) throws IOException {
    this.selector = Selector.open();
    this.heard = heard;
  }

  /** Opens the streams of a record, all at once; nobody is ready yet when this returns. */
  void open(ServerProcess server, String path, List<String> tokens, int count) throws IOException {
    URI address = URI.create(server.url(path));
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Language: en\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(path, address.getAuthority(), tokens.get(i % tokens.size()));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Ear());
    }
    if (!thread.isAlive()) {
      thread.start();
    }
  }

  int ready() {
    return ready.get();
  }

  /** How many were told to come again, and did not: a browser would. */
  int refused() {
    return refused.get();
  }

  int gone() {
    return gone.get();
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    try {
      while (!closed) {
        selector.select(TimeUnit.SECONDS.toMillis(1));
        for (SelectionKey key : selector.selectedKeys()) {
          read(key, buffer);
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int read;
    try {
      read = ((SocketChannel) key.channel()).read(buffer);
    } catch (IOException e) {
      read = -1;
    }
    if (read < 0) {
      gone.incrementAndGet();
      key.cancel();
      return;
    }
    ((Ear) key.attachment()).hear(buffer.array(), read);
  }

  /** Where one reader is in what she hears, line by line. */
  private final class Ear {
    private final byte[] begin = new byte[TOLD_BY];
    private int at;
    private In in = In.BEGIN;
    private boolean ofChange;
    private int markAt;
    private int number;

    private void hear(byte[] bytes, int length) {
      int i = 0;
      while (i < length) {
        switch (in) {
          case BEGIN -> begin(bytes[i++]);
          case DATA -> {
            while (i < length && in == In.DATA) {
              look(bytes[i++]);
            }
          }
          case NUMBER -> count(bytes[i++]);
          case REST -> {
            while (i < length && bytes[i] != '\n') {
              i++;
            }
            if (i < length) {
              i++;
              in = In.BEGIN;
            }
          }
        }
      }
    }

    private void begin(byte b) {
      if (b != '\n' && at < TOLD_BY) {
        begin[at++] = b;
      }
      if (b != '\n' && at < TOLD_BY) {
        return;
      }
      String line = new String(begin, 0, at, StandardCharsets.US_ASCII);
      at = 0;
      in = b == '\n' ? In.BEGIN : In.REST;
      if (line.startsWith("HTTP/") && !line.startsWith(ACCEPTED)) {
        refused.incrementAndGet();
      } else if (line.startsWith("event: ready")) {
        ready.incrementAndGet();
      } else if (line.startsWith("event: ")) {
        ofChange = line.startsWith("event: change");
      } else if (line.startsWith("data:") && ofChange && in == In.REST) {
        in = In.DATA;
        markAt = 0;
      }
    }

    private void look(byte b) {
      markAt = b == MARKED[markAt] ? markAt + 1 : b == MARKED[0] ? 1 : 0;
      if (markAt == MARKED.length) {
        in = In.NUMBER;
        number = 0;
      } else if (b == '\n') {
        in = In.BEGIN;
      }
    }

    /** A comment says it twice, in Markdown and in HTML; the first counts. */
    private void count(byte b) {
      if (b >= '0' && b <= '9') {
        number = number * 10 + b - '0';
      } else {
        in = In.REST;
        heard.accept(number);
      }
    }
  }

  /** What part of a line comes next. */
  private enum In {
    BEGIN,
    DATA,
    NUMBER,
    REST
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : List.copyOf(selector.keys())) {
      key.channel().close();
    }
    selector.close();
  }
}
