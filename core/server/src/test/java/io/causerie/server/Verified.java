package io.causerie.server;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;

/** What a receiver does that knows the library of Standard Webhooks and nothing of Causerie. */
final class Verified {
  private Verified() {}

  /**
   * Makes sure that a message is signed with a secret, now.
   *
   * @throws WebhookVerificationException if it is not
   */
  static void by(String secret, OutgoingWebhooksTest.Message message)
      throws WebhookVerificationException {
    new Webhook(secret).verify(message.body(), message.headers());
  }
}
