package io.causerie.quickstart.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the desk has to tell, oldest first, until it is taken. The address may be away for
 * hours: nothing is lost, and what is sent twice has the same id.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final MediaType EVENT = MediaType.get("application/cloudevents+json");
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final OkHttpClient client =
      new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(10)).build();
  private final DeskDatabase database;
  private final String address;
  private final byte[] secret;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "desk-sender");
  private volatile boolean closed;

  /**
   * @param secret of Standard Webhooks, {@code whsec_} and Base64
   */
  Sender(DeskDatabase database, String address, String secret) {
    this.database = database;
    this.address = address;
    this.secret = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void wake() {
    wanted.release();
  }

  private void run() {
    while (!closed) {
      try {
        boolean all = sendAll();
        if (wanted.tryAcquire(all ? 5000 : AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          wanted.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        LOG.warn("sending failed; it is tried again: {}", e.toString());
      }
    }
  }

  private boolean sendAll() {
    for (var next = database.oldest(); next.isPresent() && !closed; next = database.oldest()) {
      if (!send(next.get())) {
        return false;
      }
      database.sent(next.get());
    }
    return true;
  }

  private boolean send(DeskDatabase.Outgoing event) {
    byte[] body = event.body().getBytes(StandardCharsets.UTF_8);
    String id = "desk-" + event.id();
    String timestamp = String.valueOf(Instant.now().getEpochSecond());
    Request request =
        new Request.Builder()
            .url(address)
            .header("webhook-id", id)
            .header("webhook-timestamp", timestamp)
            .header("webhook-signature", "v1," + signature(id, timestamp, body))
            .post(RequestBody.create(body, EVENT))
            .build();
    try (Response response = client.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        LOG.info("event {} was answered {}; it is sent again", id, response.code());
      }
      return response.isSuccessful();
    } catch (IOException e) {
      LOG.info("event {} could not be sent; it is sent again: {}", id, e.getMessage());
      return false;
    }
  }

  private String signature(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
