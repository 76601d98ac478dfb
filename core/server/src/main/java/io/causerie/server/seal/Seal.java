package io.causerie.server.seal;

import io.causerie.server.config.Configuration.AccountKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Enciphers texts under the first of the configured keys, and deciphers them under whichever it
 * was: a key is changed by putting another before it. AES-256-GCM; what a text belongs to is sealed
 * with it, so that it cannot be put elsewhere.
 */
public final class Seal {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Supplier<List<AccountKey>> keys;

  /**
   * @param keys those of today, the one first that enciphers
   */
  public Seal(Supplier<List<AccountKey>> keys) {
    this.keys = keys;
  }

  /** A text that nobody reads without the key. */
  public record Sealed(String key, String text) {}

  /** Whether there is a key at all. */
  public boolean isReady() {
    return !keys.get().isEmpty();
  }

  /** Whether something is sealed as it would be today. */
  public boolean isOfToday(Sealed sealed) {
    return keys.get().stream().findFirst().filter(k -> k.id().equals(sealed.key())).isPresent();
  }

  /**
   * @param place what it belongs to
   * @throws IllegalStateException if there is no key
   */
  public Sealed close(String text, String place) {
    AccountKey key =
        keys.get().stream()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("accounts.keys has no key"));
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] closed =
          cipher(Cipher.ENCRYPT_MODE, key, nonce, place)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(NONCE + closed.length).put(nonce).put(closed).array();
      return new Sealed(key.id(), Base64.getEncoder().encodeToString(all));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing can be enciphered", e);
    }
  }

  /** Empty where its key is not configured any more, or it was not sealed for that place. */
  public Optional<String> open(Sealed sealed, String place) {
    Optional<AccountKey> key =
        keys.get().stream().filter(k -> k.id().equals(sealed.key())).findFirst();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(sealed.text()));
      byte[] nonce = new byte[NONCE];
      all.get(nonce);
      byte[] closed = new byte[all.remaining()];
      all.get(closed);
      byte[] text = cipher(Cipher.DECRYPT_MODE, key.get(), nonce, place).doFinal(closed);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, AccountKey key, byte[] nonce, String place)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key.bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
