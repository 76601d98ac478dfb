package io.causerie.server.signin;

import io.causerie.engine.store.Database;
import io.causerie.model.RecordId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of all kinds. A token is 256 random bits; what is stored is its SHA-256, so that whoever
 * reads the database cannot sign in.
 */
public final class Tokens {
  private static final String PREFIX = "csr_";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Clock clock;

  public Tokens(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What a token stands for.
   *
   * @param lifetime absent: until it is revoked
   */
  public record Grant(
      Caller.Kind kind,
      String name,
      @Nullable String person,
      Set<Scope> scopes,
      @Nullable RecordId record,
      @Nullable Duration lifetime) {}

  /** A token just made: the only time it is to be seen. */
  public record Made(String id, String token, @Nullable String csrf, @Nullable Instant expires) {
    @Override
    public String toString() {
      return "Made[" + id + "]";
    }
  }

  public Made make(Grant grant) {
    String token = PREFIX + text(random(32));
    // Hexadecimal: an id is typed on a command line, where one that begins with "-" is an option.
    String id = HexFormat.of().formatHex(random(8));
    String csrf = grant.kind() == Caller.Kind.SESSION ? text(random(24)) : null;
    Instant now = Database.storable(clock.instant());
    Instant expires = grant.lifetime() == null ? null : now.plus(grant.lifetime());
    database.writing(
        h ->
            h.createUpdate(
                    """
                    insert into server_token (digest, id, kind, name, person, scopes, csrf,
                      record_id, created, expires)
                    values (:digest, :id, :kind, :name, :person, :scopes, :csrf, :record, :now,
                      :expires)
                    """)
                .bind("digest", digest(token))
                .bind("id", id)
                .bind("kind", grant.kind().ordinal())
                .bind("name", grant.name())
                .bind("person", grant.person())
                .bind("scopes", Scope.write(grant.scopes()))
                .bind("csrf", csrf)
                .bind("record", grant.record() == null ? null : grant.record().value())
                .bind("now", now)
                .bind("expires", expires)
                .execute());
    return new Made(id, token, csrf, expires);
  }

  private static byte[] random(int length) {
    byte[] random = new byte[length];
    RANDOM.nextBytes(random);
    return random;
  }

  private static String text(byte[] random) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Who shows a token; nothing if it is unknown, revoked or over. */
  public Optional<Caller> caller(String token) {
    return byDigest(digest(token));
  }

  /** The same for a caller seen before: whether her token still counts. */
  public Optional<Caller> byDigest(String digest) {
    Instant now = clock.instant();
    return database.read(
        h ->
            h.createQuery(
                    """
                    select kind, person, scopes, csrf, record_id, expires from server_token
                    where digest = :digest and revoked is null
                      and (expires is null or expires > :now)
                    """)
                .bind("digest", digest)
                .bind("now", now)
                .map(
                    (r, c) -> {
                      Long record = r.getObject("record_id", Long.class);
                      return new Caller(
                          digest,
                          Caller.Kind.values()[r.getInt("kind")],
                          r.getString("person"),
                          Scope.read(r.getString("scopes")),
                          r.getString("csrf"),
                          record == null ? null : new RecordId(record),
                          c.findColumnMapperFor(Instant.class).orElseThrow().map(r, "expires", c));
                    })
                .findOne());
  }

  /** Ends a token; tells whether there was one. */
  public boolean revoke(String digestOrId) {
    return database.write(
        h ->
            h.createUpdate(
                        """
                        update server_token set revoked = :now
                        where (digest = :which or id = :which) and revoked is null
                        """)
                    .bind("now", clock.instant())
                    .bind("which", digestOrId)
                    .execute()
                > 0);
  }

  /** A token as an operator sees it. */
  public record Listed(
      String id,
      String name,
      @Nullable String person,
      String scopes,
      Instant created,
      @Nullable Instant expires,
      boolean revoked) {}

  /** The API tokens, newest first. */
  public List<Listed> list() {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select id, name, person, scopes, created, expires, revoked from server_token
                    where kind = 0 order by created desc
                    """)
                .map(
                    (r, c) -> {
                      var instants = c.findColumnMapperFor(Instant.class).orElseThrow();
                      return new Listed(
                          r.getString("id"),
                          r.getString("name"),
                          r.getString("person"),
                          r.getString("scopes"),
                          instants.map(r, "created", c),
                          instants.map(r, "expires", c),
                          instants.map(r, "revoked", c) != null);
                    })
                .list());
  }

  /** Takes the id of a host's token; false if it has been used before. */
  boolean useOnce(String issuer, String jti, Instant expires) {
    return database.write(
        h ->
            h.createUpdate(
                        """
                        insert into server_used_jti (issuer, jti, expires)
                        values (:issuer, :jti, :expires) on conflict do nothing
                        """)
                    .bind("issuer", issuer)
                    .bind("jti", jti)
                    .bind("expires", expires)
                    .execute()
                == 1);
  }

  /** Forgets what is over: sessions and frames after a day, ids of hosts' tokens after an hour. */
  public void purge() {
    Instant now = clock.instant();
    database.writing(
        h -> {
          h.createUpdate("delete from server_token where kind <> 0 and expires < :oldest")
              .bind("oldest", now.minus(Duration.ofDays(1)))
              .execute();
          h.createUpdate("delete from server_used_jti where expires < :oldest")
              .bind("oldest", now.minus(Duration.ofHours(1)))
              .execute();
        });
  }

  static String digest(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
