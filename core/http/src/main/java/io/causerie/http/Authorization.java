package io.causerie.http;

import io.causerie.spi.SourceException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.Credentials;
import org.jspecify.annotations.Nullable;

/** What a client shows to its system, so that it may read there. Used by many threads. */
public abstract class Authorization {
  /**
   * What is shown.
   *
   * @param inQuery whether it is a parameter of the address; else it is a header
   */
  record Shown(boolean inQuery, String name, String value) {
    static Shown header(String value) {
      return new Shown(false, "Authorization", value);
    }

    Request in(Request request) {
      return inQuery
          ? request.at(request.address().with(name, value))
          : request.header(name, value);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  Authorization() {}

  /** Empty: nothing is shown. */
  abstract Optional<Shown> shown(Wire wire) throws SourceException;

  /**
   * Told that the system refuses what was shown.
   *
   * @return whether there may be something better now
   */
  boolean refused(Optional<Shown> shown) {
    return false;
  }

  /** What OAuth gave; empty where one is authorised in another way. */
  Optional<Session> session(Wire wire) throws SourceException {
    return Optional.empty();
  }

  /** Told that a session is refused. */
  void refused(Session session) {}

  /** What must never be written anywhere. */
  abstract List<String> secrets();

  public static Authorization none() {
    return new Fixed(null, List.of());
  }

  public static Authorization basic(String username, String password) {
    String header = Credentials.basic(username, password, StandardCharsets.UTF_8);
    return new Fixed(Shown.header(header), List.of(password, header));
  }

  /** A key in a header of any name. */
  public static Authorization keyInHeader(String header, String key) {
    return new Fixed(new Shown(false, header, key), List.of(key));
  }

  /** A key in the query of each address. */
  public static Authorization keyInQuery(String parameter, String key) {
    return new Fixed(new Shown(true, parameter, key), List.of(key));
  }

  /** OAuth 2.0 client credentials; the client identifies itself by basic authentication. */
  public static Authorization clientCredentials(
      Address tokens, String clientId, String clientSecret, @Nullable String scope, Clock clock) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    if (scope != null) {
      form.put("scope", scope);
    }
    String header = Credentials.basic(clientId, clientSecret, StandardCharsets.UTF_8);
    return new Tokens(tokens, header, () -> form, List.of(clientSecret, header), clock);
  }

  /**
   * A signed assertion that is traded for a token (RFC 7523).
   *
   * @param privateKey RSA, PKCS #8, in PEM
   * @throws GeneralSecurityException if it is none; the message holds nothing of it
   */
  public static Authorization jwtBearer(
      Address tokens,
      String clientId,
      String subject,
      String audience,
      String privateKey,
      Clock clock)
      throws GeneralSecurityException {
    Assertions assertions = new Assertions(privateKey, clientId, subject, audience, clock);
    return new Tokens(
        tokens,
        null,
        () ->
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "client_id",
                clientId,
                "assertion",
                assertions.next()),
        List.of(privateKey),
        clock);
  }

  /**
   * What a person granted (OAuth's refresh token), of which access tokens are made.
   *
   * @param clientSecret empty: the client has none
   * @param renewed told another refresh token, where the server gives one in place of the old one
   */
  public static Authorization refreshToken(
      Address tokens,
      String clientId,
      String clientSecret,
      String refreshToken,
      Consumer<String> renewed,
      Clock clock) {
    AtomicReference<String> latest = new AtomicReference<>(refreshToken);
    return new Tokens(
        tokens,
        null,
        () -> {
          Map<String, String> form = new LinkedHashMap<>();
          form.put("grant_type", "refresh_token");
          form.put("refresh_token", latest.get());
          form.put("client_id", clientId);
          if (!clientSecret.isEmpty()) {
            form.put("client_secret", clientSecret);
          }
          return form;
        },
        Stream.of(clientSecret, refreshToken).filter(secret -> !secret.isEmpty()).toList(),
        clock) {
      @Override
      void got(Session session) {
        session
            .text("refresh_token")
            .filter(other -> !other.equals(latest.getAndSet(other)))
            .ifPresent(renewed);
      }
    };
  }

  /** The same whenever it is asked. */
  private static final class Fixed extends Authorization {
    private final @Nullable Shown shown;
    private final List<String> secrets;

    Fixed(@Nullable Shown shown, List<String> secrets) {
      this.shown = shown;
      this.secrets = secrets;
    }

    @Override
    Optional<Shown> shown(Wire wire) {
      return Optional.ofNullable(shown);
    }

    @Override
    List<String> secrets() {
      return secrets;
    }
  }
}
