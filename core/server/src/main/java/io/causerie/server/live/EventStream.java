package io.causerie.server.live;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One answer as a stream of events (HTML Living Standard, section 9.2). Written to by several
 * threads, one at a time; a reader that is gone ends it. The request is let go only by {@link
 * #ended}, so that nobody touches an answer that the server has given back.
 */
final class EventStream implements AutoCloseable {
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final ServletOutputStream out;

  EventStream(Context context) {
    context.contentType("text/event-stream; charset=utf-8");
    context.header("Cache-Control", "no-store");
    // A proxy that collects an answer before it passes it on would make live late.
    context.header("X-Accel-Buffering", "no");
    try {
      // The response's own: the context's wrapper passes no flush on.
      this.out = context.res().getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CompletableFuture<Boolean> ended() {
    return ended;
  }

  void send(String event, String data, @Nullable String id) {
    write((id == null ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: " + data + "\n\n");
  }

  void comment(String text) {
    write(": " + text + "\n\n");
  }

  private synchronized void write(String text) {
    if (ended.isDone()) {
      return;
    }
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public void close() {
    ended.complete(true);
  }
}
