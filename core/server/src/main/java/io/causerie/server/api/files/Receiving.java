package io.causerie.server.api.files;

import io.causerie.engine.file.Upload;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.io.Content;

/**
 * Takes a body as it comes. A thread is there while there is something to write, and no longer: a
 * slow sender costs a socket and an open file.
 */
final class Receiving {
  private final Content.Source body;
  private final Upload upload;
  private final Executor threads;
  private final CompletableFuture<Upload> whole = new CompletableFuture<>();

  Receiving(Content.Source body, Upload upload, Executor threads) {
    this.body = body;
    this.upload = upload;
    this.threads = threads;
  }

  /** Begins; complete, on one of the threads, once all of it is there. */
  CompletableFuture<Upload> begin() {
    next();
    return whole;
  }

  private void next() {
    try {
      threads.execute(this::take);
    } catch (RejectedExecutionException e) {
      whole.completeExceptionally(e);
    }
  }

  private void take() {
    try {
      while (!whole.isDone()) {
        Content.Chunk chunk = body.read();
        if (chunk == null) {
          body.demand(this::next);
          return;
        }
        take(chunk);
      }
    } catch (IOException | RuntimeException e) {
      whole.completeExceptionally(e);
    }
  }

  private void take(Content.Chunk chunk) throws IOException {
    if (Content.Chunk.isFailure(chunk)) {
      whole.completeExceptionally(chunk.getFailure());
      return;
    }
    boolean last = chunk.isLast();
    try {
      if (chunk.hasRemaining()) {
        upload.write(chunk.getByteBuffer());
      }
    } finally {
      chunk.release();
    }
    if (last) {
      whole.complete(upload);
    }
  }
}
