package io.causerie.server.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.access.Premise;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.ShortList;
import io.causerie.engine.store.Together;
import io.causerie.engine.store.Together.Outcome;
import io.causerie.model.Coded;
import io.causerie.model.RecordId;
import io.causerie.model.Sha256;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of all kinds. A token is 256 random bits; what is stored is its SHA-256, so that whoever
 * reads the database cannot sign in.
 */
public final class TokenStore {
  /** What the server's tables hold of persons and records. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .gone("server_token.person")
          .stays("goes with its person", "server_token.name")
          .stays(
              "whoever shows it is led on to the record it became part of",
              "server_token.record_id");

  private static final String PREFIX = "csr_";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Counts today: not over, not revoked, nor what it was made with; of nobody who has left. */
  private static final String COUNTING =
      """
      from server_token t
        left join server_token o on o.digest = t.parent
        join person p on p.id = t.person and p.active
        cross join rights_version v
        cross join token_version w
      where t.revoked is null and (t.expires is null or t.expires > :now)
        and (t.parent is null or (o.digest is not null and o.revoked is null
          and (o.expires is null or o.expires > :now)))
      """;

  private static final int GROUPS = 2;
  private static final int MOST_REMEMBERED = 50_000;

  /** Longer than statements take that do not hang. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Database database;
  private final Clock clock;
  private final Together<String, Optional<Caller>> asked =
      new Together<>(GROUPS, ShortList.MOST, this::callers, () -> {});

  /**
   * What was read of a token.
   *
   * @param caller under the premise of that moment
   * @param until when it ends by itself; absent: never
   */
  private record Remembered(Caller caller, @Nullable Instant until) {}

  private final Cache<String, Remembered> remembered =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

  public TokenStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What a token stands for.
   *
   * @param lifetime absent: until it is revoked
   * @param parent digest of the token it was made with; it ends with that one
   */
  public record Grant(
      Caller.Kind kind,
      String name,
      String person,
      Set<Scope> scopes,
      @Nullable RecordId record,
      @Nullable Duration lifetime,
      @Nullable String parent) {

    /** One that hangs on no other. */
    public Grant(
        Caller.Kind kind,
        String name,
        String person,
        Set<Scope> scopes,
        @Nullable RecordId record,
        @Nullable Duration lifetime) {
      this(kind, name, person, scopes, record, lifetime, null);
    }
  }

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
                      record_id, created, expires, parent)
                    values (:digest, :id, :kind, :name, :person, :scopes, :csrf, :record, :now,
                      :expires, :parent)
                    """)
                .bind("digest", Sha256.hex(token))
                .bind("id", id)
                .bind("kind", grant.kind().code())
                .bind("name", grant.name())
                .bind("person", grant.person())
                .bind("scopes", Scope.write(grant.scopes()))
                .bind("csrf", csrf)
                .bind("record", grant.record() == null ? null : grant.record().value())
                .bind("now", now)
                .bind("expires", expires)
                .bind("parent", grant.parent())
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

  /**
   * Who shows a token that was looked up before, if nothing that is known here speaks against it;
   * she is let in only where her premise is proved ({@link Viewer#premise}).
   */
  public Optional<Caller> remembered(String token) {
    Remembered known = remembered.getIfPresent(Sha256.hex(token));
    return known == null || (known.until() != null && !known.until().isAfter(clock.instant()))
        ? Optional.empty()
        : Optional.of(known.caller().anew());
  }

  /** Who shows a token; nothing if it is unknown, revoked or over, or its person has left. */
  public Optional<Caller> caller(String token) {
    return byDigest(Sha256.hex(token));
  }

  /** The same for a caller seen before: whether her token still counts. */
  public Optional<Caller> byDigest(String digest) {
    return asked.ask(digest, PATIENCE);
  }

  /**
   * Those who come while others are being looked for are looked for together: whoever was revoked
   * before she asked is refused, since nobody is asked for before she has come.
   */
  private List<Outcome<Optional<Caller>>> callers(List<String> digests, Runnable leave) {
    Map<String, Caller> found = new HashMap<>();
    remembered.invalidateAll(digests);
    database
        .ask(
            h ->
                ShortList.query(
                        h,
                        """
                        select t.digest, t.kind, t.person, t.scopes, t.csrf, t.record_id, t.expires,
                          o.expires as parent_expires, p.language, v.version, w.version as tokens,
                          (select r.merged_into from record r where r.id = t.record_id) as merged_into
                        """
                            + COUNTING
                            + "and t.digest = any(:digests)",
                        ShortList.texts("digests", new HashSet<>(digests)))
                    .bind("now", clock.instant())
                    .map(TokenStore::remembered)
                    .list())
        .forEach(
            known -> {
              remembered.put(known.caller().digest(), known);
              found.put(known.caller().digest(), known.caller().withoutPremise());
            });
    return digests.stream()
        .map(digest -> Outcome.of(Optional.ofNullable(found.get(digest))))
        .toList();
  }

  private static Remembered remembered(ResultSet r, StatementContext c) throws SQLException {
    ColumnMapper<Instant> instants = c.findColumnMapperFor(Instant.class).orElseThrow();
    Instant until = instants.map(r, "parent_expires", c);
    Caller caller = caller(r, instants.map(r, "expires", c));
    return new Remembered(
        caller,
        Stream.of(caller.expires(), until)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static Caller caller(ResultSet r, @Nullable Instant expires) throws SQLException {
    return new Caller(
        r.getString("digest"),
        Coded.of(Caller.Kind.class, r.getInt("kind")),
        r.getString("person"),
        Scope.read(r.getString("scopes")),
        r.getString("csrf"),
        record(r, "record_id"),
        record(r, "merged_into"),
        expires,
        r.getString("language"),
        new Premise(r.getLong("version"), r.getLong("tokens")));
  }

  private static @Nullable RecordId record(ResultSet r, String column) throws SQLException {
    Long record = r.getObject(column, Long.class);
    return record == null ? null : new RecordId(record);
  }

  /** Those of the digests that still count. */
  public Set<String> counting(Collection<String> digests) {
    return database.read(
        h ->
            h.createQuery("select t.digest " + COUNTING + "and t.digest = any(:digests)")
                .bindArray("digests", String.class, digests.toArray())
                .bind("now", clock.instant())
                .mapTo(String.class)
                .set());
  }

  /** Ends a token, and with it what was made with it; tells whether there was one. */
  public boolean revoke(String digestOrId) {
    return revoke(digestOrId, h -> {});
  }

  /**
   * As above.
   *
   * @param besides written in the same transaction, if there was one
   */
  public boolean revoke(String digestOrId, Consumer<Handle> besides) {
    return database.write(
        h -> {
          boolean found =
              h.createUpdate(
                          """
                          update server_token set revoked = :now
                          where (digest = :which or id = :which) and revoked is null
                          """)
                      .bind("now", clock.instant())
                      .bind("which", digestOrId)
                      .execute()
                  > 0;
          if (found) {
            Premise.tokensTakenBack(h, clock);
            besides.accept(h);
          }
          return found;
        });
  }

  /**
   * Ends what the configuration of today would not have made: sessions that were opened without a
   * token where there is no demonstration, or as an operator by who is none any more; frames of
   * hosts that are gone.
   */
  public void retain(boolean demo, Collection<String> operators, Collection<String> hosts) {
    database.writing(
        h -> {
          h.createUpdate(
                  """
                  update server_token set revoked = :now
                  where kind = :session and parent is null and revoked is null
                    and (not :demo or (scopes like '%operate%' and not person = any(:operators)))
                  """)
              .bind("now", clock.instant())
              .bind("session", Caller.Kind.SESSION.code())
              .bind("demo", demo)
              .bindArray("operators", String.class, operators.toArray())
              .execute();
          h.createUpdate(
                  """
                  update server_token set revoked = :now
                  where kind = :frame and revoked is null and not name = any(:hosts)
                  """)
              .bind("now", clock.instant())
              .bind("frame", Caller.Kind.EMBED.code())
              .bindArray("hosts", String.class, hosts.toArray())
              .execute();
          Premise.tokensTakenBack(h, clock);
        });
  }

  /**
   * A token as an operator sees it.
   *
   * @param parent the id of the token it was made with
   */
  public record Listed(
      String id,
      Caller.Kind kind,
      String name,
      String person,
      String scopes,
      Instant created,
      @Nullable Instant expires,
      boolean revoked,
      @Nullable String parent) {}

  /** The API tokens, newest first, those that do not count any more too. */
  public List<Listed> list() {
    return database.read(
        h ->
            listed(
                h.createQuery(
                        """
                    select t.id, t.kind, t.name, t.person, t.scopes, t.created, t.expires,
                      t.revoked, null as parent
                    from server_token t where t.kind = :api order by t.created desc, t.id desc
                    """)
                    .bind("api", Caller.Kind.API.code())));
  }

  /**
   * Whatever lets somebody in today, of all kinds, newest first.
   *
   * @param after the id that the page before ended with
   * @return empty where nothing has that id
   */
  public Optional<List<Listed>> open(@Nullable String after, int limit) {
    return database.read(
        h -> {
          Instant before = Instant.parse("9999-01-01T00:00:00Z");
          if (after != null) {
            Optional<Instant> found =
                h.createQuery("select created from server_token where id = :id")
                    .bind("id", after)
                    .mapTo(Instant.class)
                    .findOne();
            if (found.isEmpty()) {
              return Optional.empty();
            }
            before = found.get();
          }
          return Optional.of(
              listed(
                  h.createQuery(
                          "select t.id, t.kind, t.name, t.person, t.scopes, t.created, t.expires,"
                              + " t.revoked, o.id as parent "
                              + COUNTING
                              + "and (t.created, t.id) < (:before, :after)"
                              + " order by t.created desc, t.id desc limit :limit")
                      .bind("now", clock.instant())
                      .bind("before", before)
                      .bind("after", after == null ? "" : after)
                      .bind("limit", limit)));
        });
  }

  private static List<Listed> listed(Query query) {
    return query
        .map(
            (r, c) -> {
              var instants = c.findColumnMapperFor(Instant.class).orElseThrow();
              return new Listed(
                  r.getString("id"),
                  Coded.of(Caller.Kind.class, r.getInt("kind")),
                  r.getString("name"),
                  r.getString("person"),
                  r.getString("scopes"),
                  instants.map(r, "created", c),
                  instants.map(r, "expires", c),
                  instants.map(r, "revoked", c) != null,
                  r.getString("parent"));
            })
        .list();
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
          h.createUpdate("delete from server_token where kind <> :api and expires < :oldest")
              .bind("api", Caller.Kind.API.code())
              .bind("oldest", now.minus(Duration.ofDays(1)))
              .execute();
          h.createUpdate("delete from server_used_jti where expires < :oldest")
              .bind("oldest", now.minus(Duration.ofHours(1)))
              .execute();
        });
  }
}
