package io.causerie.server.api.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a content piece by piece, each once the one before has been taken; no thread waits. */
final class Sending extends IteratingCallback {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
  private static final int PIECE = 64 << 10;

  private final InputStream content;
  private final Response response;
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();

  Sending(InputStream content, Response response) {
    this.content = content;
    this.response = response;
  }

  /** Begins; complete when it is over, however that came about. */
  CompletableFuture<Boolean> begin() {
    iterate();
    return over;
  }

  @Override
  protected Action process() throws IOException {
    byte[] piece = content.readNBytes(PIECE);
    if (piece.length == 0) {
      return Action.SUCCEEDED;
    }
    response.write(false, ByteBuffer.wrap(piece), this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    end(true);
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    // The connection is gone, or the depot is: what was announced never comes to its end.
    LOG.debug("a file was not sent whole", cause);
    end(false);
  }

  private void end(boolean whole) {
    try {
      content.close();
    } catch (IOException e) {
      LOG.debug("a content was not closed", e);
    }
    over.complete(whole);
  }
}
