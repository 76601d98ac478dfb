package io.causerie.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An answer, which is written in one piece once it is whole, so that a reader who hardly reads
 * holds her answer and nobody's thread. It must be taken as fast as a body must be sent, or the
 * connection ends. A stream of events goes out as it comes.
 */
final class Answer extends Response.Wrapper {
  /** What is longer holds its thread while this much of it is written. */
  private static final int LARGEST = 8 << 20;

  private final long paceSeconds;
  private final long leastBytes;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private boolean whole;

  /**
   * @param paceSeconds in each such time so many bytes must be taken
   */
  Answer(Request request, Response response, long paceSeconds, long leastBytes) {
    super(request, response);
    this.paceSeconds = paceSeconds;
    this.leastBytes = leastBytes;
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
    if (isStream()) {
      // Held to a pace by who writes it.
      super.write(last, content, callback);
      return;
    }
    if (isFile()) {
      // As large as it is, and written by who waits until each piece is taken.
      send(last, content, callback);
      return;
    }
    if (!last && held.size() + BufferUtil.length(content) <= LARGEST) {
      if (content != null) {
        hold(content);
      }
      callback.succeeded();
      return;
    }
    if (held.size() == 0) {
      send(last, content, callback);
      return;
    }
    if (content != null) {
      hold(content);
    }
    ByteBuffer all = ByteBuffer.wrap(held.toByteArray());
    held.reset();
    send(last, all, callback);
  }

  private boolean isFile() {
    return getHeaders().contains(HttpHeader.CONTENT_DISPOSITION);
  }

  private boolean isStream() {
    String type = getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null && type.startsWith("text/event-stream");
  }

  private void hold(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    held.writeBytes(bytes);
  }

  /** Writes what is held yet, where nobody said that it was the last. */
  void end(Callback callback) {
    if (whole || held.size() == 0) {
      callback.succeeded();
    } else {
      write(true, null, callback);
    }
  }

  private void send(boolean last, @Nullable ByteBuffer content, Callback callback) {
    whole = last;
    int length = BufferUtil.length(content);
    Written written = new Written(callback);
    super.write(last, content, written);
    written.within(paceSeconds * (1 + length / leastBytes));
  }

  /** Ends a connection that does not take what is written to it. */
  private final class Written extends Callback.Nested {
    private boolean over;
    private Scheduler.@Nullable Task end;

    Written(Callback callback) {
      super(callback);
    }

    synchronized void within(long seconds) {
      if (!over) {
        end =
            getRequest()
                .getComponents()
                .getScheduler()
                .schedule(
                    () -> cut(getRequest(), "the answer is not read"), seconds, TimeUnit.SECONDS);
      }
    }

    @Override
    public void completed() {
      Scheduler.Task waiting;
      synchronized (this) {
        over = true;
        waiting = end;
      }
      if (waiting != null) {
        waiting.cancel();
      }
    }
  }

  /** Ends the connection of a request. */
  static void cut(Request request, String why) {
    request.getConnectionMetaData().getConnection().getEndPoint().close(new TimeoutException(why));
  }
}
