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

  private static final byte[] READY = "event: ready".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REFUSED =
      "application/problem+json".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHANGE = "event: change".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MARKED = MARK.getBytes(StandardCharsets.US_ASCII);

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
    ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
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
    buffer.flip();
    Ear ear = (Ear) key.attachment();
    while (buffer.hasRemaining()) {
      ear.hear(buffer.get());
    }
  }

  /** Where one reader is in what she hears. */
  private final class Ear {
    private int readyAt;
    private int refusedAt;
    private int changeAt;
    private int markAt;
    private boolean inChange;
    private boolean inNumber;
    private int number;

    void hear(byte b) {
      readyAt = next(READY, readyAt, b);
      if (readyAt == READY.length) {
        readyAt = 0;
        ready.incrementAndGet();
      }
      refusedAt = next(REFUSED, refusedAt, b);
      if (refusedAt == REFUSED.length) {
        refusedAt = 0;
        refused.incrementAndGet();
      }
      changeAt = next(CHANGE, changeAt, b);
      if (changeAt == CHANGE.length) {
        changeAt = 0;
        inChange = true;
      }
      if (inNumber) {
        if (b >= '0' && b <= '9') {
          number = number * 10 + b - '0';
        } else {
          inNumber = false;
          // A comment says it twice, in Markdown and in HTML; the first counts.
          inChange = false;
          heard.accept(number);
        }
      } else if (inChange) {
        markAt = next(MARKED, markAt, b);
        if (markAt == MARKED.length) {
          markAt = 0;
          inNumber = true;
          number = 0;
        }
      }
    }

    private static int next(byte[] pattern, int at, byte b) {
      return b == pattern[at] ? at + 1 : b == pattern[0] ? 1 : 0;
    }
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
