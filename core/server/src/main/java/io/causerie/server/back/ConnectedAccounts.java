package io.causerie.server.back;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.model.Sha256;
import io.causerie.server.config.Configuration.AccountKey;
import io.causerie.server.config.Sources;
import io.causerie.server.seal.Seal;
import io.causerie.spi.Accounts;
import io.causerie.spi.SourceException;
import io.causerie.spi.WriteBack;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of their own that people have connected, so that what they write is theirs there. A
 * grant is in the database enciphered, and nowhere else; it goes with its person.
 */
public final class ConnectedAccounts implements Connected {
  /** What is held of persons. */
  public static final Holdings HOLDINGS = AccountStore.HOLDINGS;

  private static final Logger LOG = LoggerFactory.getLogger(ConnectedAccounts.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final Clock clock;
  private final Seal seal;
  private final Function<String, Optional<Sources.Target>> targets;
  private final Supplier<URI> redirect;

  /**
   * @param keys those of today, the one first that enciphers
   * @param targets the systems there are now, by name
   * @param redirect the page to which people come back
   */
  public ConnectedAccounts(
      Database database,
      Clock clock,
      Supplier<List<AccountKey>> keys,
      Function<String, Optional<Sources.Target>> targets,
      Supplier<URI> redirect) {
    this.database = database;
    this.clock = clock;
    this.seal = new Seal(keys);
    this.targets = targets;
    this.redirect = redirect;
  }

  /**
   * An account, as its person sees it.
   *
   * @param refused since when the system does not accept it any more
   */
  public record Account(
      String system, String identity, String name, Instant connected, @Nullable Instant refused) {}

  /** Whether people can connect an account in a system. */
  public boolean isOffered(String system) {
    return seal.isReady() && accounts(system).isPresent();
  }

  private Optional<Accounts> accounts(String system) {
    return targets.apply(system).flatMap(Sources.Target::accounts);
  }

  /** Those of somebody. */
  public List<Account> list(String person) {
    return database.read(h -> AccountStore.of(h, person)).stream()
        .map(
            row ->
                new Account(
                    row.system(), row.identity(), row.name(), row.connected(), row.refused()))
        .toList();
  }

  /**
   * Begins to connect one; gives where its person agrees.
   *
   * @throws NotFoundException if it is not offered
   */
  public URI begin(String person, String system) {
    if (!isOffered(system)) {
      throw new NotFoundException("system " + system);
    }
    String state = random();
    String verifier = random();
    AccountStore.Wish wish =
        new AccountStore.Wish(person, system, seal.close(verifier, place(person, system)));
    Instant expires = Database.storable(clock.instant().plus(PATIENCE));
    database.writing(h -> AccountStore.wish(h, Sha256.hex(state), wish, expires));
    return accounts(system)
        .orElseThrow(() -> new NotFoundException("system " + system))
        .agreement(redirect.get(), state, challenge(verifier));
  }

  /**
   * Ends what {@link #begin} began, when its person has come back.
   *
   * @throws InvalidInputException if nothing was begun by her with that state, or it was long ago
   */
  public void finish(String person, String state, String code)
      throws SourceException, InterruptedException {
    AccountStore.Wish wish =
        database
            .write(h -> AccountStore.take(h, Sha256.hex(state), person, clock.instant()))
            .orElseThrow(
                () -> new InvalidInputException("state", "nothing waits for it; begin again"));
    String place = place(person, wish.system());
    String verifier =
        seal.open(wish.verifier(), place)
            .orElseThrow(() -> new InvalidInputException("state", "its key is gone; begin again"));
    Accounts accounts =
        accounts(wish.system()).orElseThrow(() -> new NotFoundException("system " + wish.system()));
    Accounts.Granted granted = accounts.granted(code, redirect.get(), verifier);
    if (database.read(h -> AccountStore.isAnothers(h, person, wish.system(), granted.identity()))) {
      end(accounts, granted.grant(), wish.system());
      throw new InvalidInputException(
          "code", granted.name() + " is known here as another person's user of that system");
    }
    AccountStore.Row row =
        new AccountStore.Row(
            person,
            wish.system(),
            granted.identity(),
            granted.name(),
            seal.close(granted.grant(), place),
            Database.storable(clock.instant()),
            null);
    database.writing(h -> AccountStore.put(h, row));
  }

  /** Disconnects one, here and as far as possible there. */
  public void end(String person, String system) {
    Optional<AccountStore.Row> row = row(person, system);
    database.writing(h -> AccountStore.remove(h, person, system));
    Optional<Accounts> there = accounts(system);
    Optional<String> grant = row.flatMap(r -> seal.open(r.grant(), place(person, system)));
    if (there.isPresent() && grant.isPresent()) {
      end(there.get(), grant.get(), system);
    }
  }

  private static void end(Accounts there, String grant, String system) {
    try {
      there.end(grant);
    } catch (SourceException e) {
      LOG.warn("an account in {} was disconnected, and {} still grants it", system, system);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<AccountStore.Row> row(String person, String system) {
    return database.read(h -> AccountStore.of(h, person)).stream()
        .filter(r -> r.system().equals(system))
        .findFirst();
  }

  @Override
  public Optional<WriteBack.Account> of(String person, String system) {
    return row(person, system)
        .map(
            row -> {
              String place = place(person, system);
              // What nobody can decipher is an account that is to be connected anew.
              String grant = seal.open(row.grant(), place).orElse("");
              if (!grant.isEmpty() && !seal.isOfToday(row.grant())) {
                renew(person, system, grant);
              }
              return new Own(person, system, grant);
            });
  }

  private void renew(String person, String system, String grant) {
    Seal.Sealed sealed = seal.close(grant, place(person, system));
    database.writing(h -> AccountStore.seal(h, person, system, sealed));
  }

  /** Somebody's account, for one comment. */
  private final class Own implements WriteBack.Account {
    private final String person;
    private final String system;
    private final String grant;

    Own(String person, String system, String grant) {
      this.person = person;
      this.system = system;
      this.grant = grant;
    }

    @Override
    public String grant() {
      return grant;
    }

    @Override
    public void renewed(String other) {
      renew(person, system, other);
    }

    @Override
    public String toString() {
      return "Account[" + person + " in " + system + "]";
    }
  }

  @Override
  public void refused(String person, String system) {
    Instant now = Database.storable(clock.instant());
    database.writing(h -> AccountStore.refuse(h, person, system, now));
  }

  /** Removes what is nobody's any more. */
  public void purge() {
    database.writing(h -> AccountStore.purge(h, clock.instant()));
  }

  private static String place(String person, String system) {
    return person + " in " + system;
  }

  private static String random() {
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    return text(random);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** S256 of RFC 7636. */
  private static String challenge(String verifier) {
    return text(Sha256.begin().digest(verifier.getBytes(StandardCharsets.US_ASCII)));
  }
}
