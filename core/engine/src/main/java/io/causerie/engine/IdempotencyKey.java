package io.causerie.engine;

import io.causerie.model.PlainText;

/**
 * Makes a retried write one write, for 24 hours.
 *
 * @param key chosen by the client, at most 255 characters
 * @param request a digest of the whole request; another one under the same key is refused
 */
public record IdempotencyKey(String key, String request) {
  public IdempotencyKey {
    PlainText.requireFilled("Idempotency-Key", key, 255);
  }
}
