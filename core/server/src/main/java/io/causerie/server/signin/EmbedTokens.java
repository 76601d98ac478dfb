package io.causerie.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.causerie.model.PlainText;
import io.causerie.model.RecordRef;
import io.causerie.server.config.Configuration.Host;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks the tokens that hosts sign for their users: JWT (RFC 7519) with {@code iss} the host's
 * name, {@code aud} {@code causerie} or the server's address, {@code sub} the person, {@code jti},
 * {@code iat}, {@code exp} at most 60 seconds later, and {@code record}. The algorithm follows from
 * the configured key, never from the token's header.
 */
public final class EmbedTokens {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LEEWAY = Duration.ofSeconds(30);

  private volatile Map<String, Verifier> hosts;
  private final TokenStore tokens;
  private final Clock clock;
  private final Function<String, Set<String>> groupsOf;
  private final java.util.function.Supplier<String> publicUrl;

  private record Verifier(JWSAlgorithm algorithm, JWSVerifier verifier, Host host) {}

  /** A token that is not taken; the message says what is wrong with it. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * What a host vouches for.
   *
   * @param host its name
   * @param person the user, as her person id
   * @param record the record of the page
   * @param title what the host calls it; may be empty
   */
  public record Vouched(String host, String person, RecordRef record, String title) {}

  /**
   * @param groupsOf the groups of a person; none of who is unknown
   * @throws IllegalArgumentException if a host's key cannot be read
   */
  public EmbedTokens(
      Collection<Host> hosts,
      TokenStore tokens,
      Clock clock,
      java.util.function.Supplier<String> publicUrl,
      Function<String, Set<String>> groupsOf) {
    this.groupsOf = groupsOf;
    this.tokens = tokens;
    this.clock = clock;
    this.publicUrl = publicUrl;
    this.hosts = verifiers(hosts);
  }

  /**
   * Takes the tokens of other hosts from now on.
   *
   * @throws IllegalArgumentException if a host's key cannot be read; nothing is changed then
   */
  public void trust(Collection<Host> others) {
    hosts = verifiers(others);
  }

  private static Map<String, Verifier> verifiers(Collection<Host> hosts) {
    Map<String, Verifier> verifiers = new HashMap<>();
    hosts.forEach(host -> verifiers.put(host.name(), verifier(host)));
    return verifiers;
  }

  private static Verifier verifier(Host host) {
    try {
      if (host.secret() != null) {
        return new Verifier(
            JWSAlgorithm.HS256,
            new MACVerifier(host.secret().getBytes(StandardCharsets.UTF_8)),
            host);
      }
      return host.key() instanceof ECPublicKey ec
          ? new Verifier(JWSAlgorithm.ES256, new ECDSAVerifier(ec), host)
          : new Verifier(JWSAlgorithm.RS256, new RSASSAVerifier((RSAPublicKey) host.key()), host);
    } catch (JOSEException e) {
      throw new IllegalArgumentException(
          "the key of the host " + host.name() + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Checks a token and uses it up.
   *
   * @throws RefusedException saying what is wrong
   */
  public Vouched check(String token) throws RefusedException {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Verifier host = hosts.get(String.valueOf(claims.getIssuer()));
      if (host == null) {
        throw new RefusedException("`iss` is not the name of a host under embed.hosts");
      }
      if (!host.algorithm().equals(jwt.getHeader().getAlgorithm())) {
        throw new RefusedException("the token must be signed with " + host.algorithm());
      }
      if (!jwt.verify(host.verifier())) {
        throw new RefusedException("the signature is wrong; compare the host's key");
      }
      return vouched(host.host(), claims);
    } catch (ParseException | JOSEException e) {
      throw new RefusedException("not a signed JWT");
    }
  }

  private Vouched vouched(Host host, JWTClaimsSet claims) throws RefusedException, ParseException {
    Instant now = clock.instant();
    Date issued = claims.getIssueTime();
    Date expires = claims.getExpirationTime();
    if (issued == null || expires == null) {
      throw new RefusedException("`iat` and `exp` are required");
    }
    Instant end = expires.toInstant();
    if (end.isBefore(issued.toInstant())) {
      throw new RefusedException("`exp` lies before `iat`");
    }
    Date begins = claims.getNotBeforeTime();
    if (begins != null && now.isBefore(begins.toInstant().minus(LEEWAY))) {
      throw new RefusedException("the token does not hold yet: `nbf`");
    }
    if (Duration.between(issued.toInstant(), end).compareTo(LONGEST) > 0) {
      throw new RefusedException("`exp` may be 60 seconds after `iat` at most");
    }
    if (now.isAfter(end.plus(LEEWAY)) || now.isBefore(issued.toInstant().minus(LEEWAY))) {
      throw new RefusedException("the token is over, or the clocks differ by more than 30 seconds");
    }
    if (claims.getAudience().stream().noneMatch(Set.of("causerie", publicUrl.get())::contains)) {
      throw new RefusedException("`aud` must be causerie");
    }
    String person = claims.getSubject();
    String jti = claims.getJWTID();
    if (person == null || jti == null || jti.isBlank() || jti.length() > 256) {
      throw new RefusedException("`sub` and `jti` are required");
    }
    Map<String, Object> record = claims.getJSONObjectClaim("record");
    if (record == null) {
      throw new RefusedException("`record` is required: {system, type, id}");
    }
    for (String text : new String[] {person, jti, text(record, "title")}) {
      if (PlainText.firstUnstorable(text) >= 0) {
        throw new RefusedException("a claim has a character that cannot be stored");
      }
    }
    Vouched vouched = new Vouched(claims.getIssuer(), person, ref(record), text(record, "title"));
    limit(host, vouched);
    if (!tokens.useOnce(String.valueOf(claims.getIssuer()), jti, end)) {
      throw new RefusedException("the token was used before; sign a new one for each use");
    }
    return vouched;
  }

  /** What a host may vouch for at most, where the configuration says so. */
  private void limit(Host host, Vouched vouched) throws RefusedException {
    if (!host.systems().isEmpty() && !host.systems().contains(vouched.record().system())) {
      throw new RefusedException("this host may not show records of that system");
    }
    boolean anybody = host.persons().isEmpty() && host.groups().isEmpty();
    if (!anybody
        && !host.persons().contains(vouched.person())
        && Collections.disjoint(groupsOf.apply(vouched.person()), host.groups())) {
      throw new RefusedException("this host may not vouch for that person");
    }
  }

  private static RecordRef ref(Map<String, Object> record) throws RefusedException {
    try {
      return new RecordRef(text(record, "system"), text(record, "type"), text(record, "id"));
    } catch (IllegalArgumentException e) {
      throw new RefusedException("`record`: " + e.getMessage());
    }
  }

  private static String text(Map<String, Object> record, String key) {
    Object value = record.get(key);
    return value == null ? "" : value.toString();
  }
}
