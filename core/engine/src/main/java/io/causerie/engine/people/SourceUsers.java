package io.causerie.engine.people;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Users of source systems whom nobody is matched to, and whom operators matched. What an operator
 * says of a user is an identity of her own origin: no reload takes it back.
 */
public final class SourceUsers {
  private final Database database;
  private final PersonStore persons;

  public SourceUsers(Database database, PersonStore persons) {
    this.database = database;
    this.persons = persons;
  }

  /** Which users are asked for. */
  public enum Show {
    /** Whom no person is matched to. */
    UNKNOWN,
    /** Whom an operator matched. */
    MAPPED
  }

  /**
   * A user of a source system.
   *
   * @param id of her own here
   * @param user her key in the system
   * @param told when something that she did was told last
   * @param posts how many of her doings are posts
   * @param person whom an operator matched to her
   * @param suggestions active persons with her address or her name
   */
  public record User(
      long id,
      String system,
      String user,
      @Nullable String name,
      @Nullable String email,
      Instant told,
      long posts,
      @Nullable Named person,
      List<Named> suggestions) {}

  /** A person by name. */
  public record Named(String id, String name) {}

  /**
   * Users, those first of whom something was told last.
   *
   * @param system of one system, absent: of all
   * @param query parts of the user's key or name, or her whole address
   */
  public Page<User> list(
      Show show,
      @Nullable String system,
      @Nullable String query,
      @Nullable String cursor,
      int limit) {
    Cursor before = cursor == null ? null : Cursor.read(Cursor.Of.USERS, cursor);
    return database.read(
        h -> {
          List<SourceUserStore.Row> found =
              SourceUserStore.page(h, show, system, query, before, limit + 1);
          List<SourceUserStore.Row> rows = found.subList(0, Math.min(limit, found.size()));
          Map<Long, Long> posts = SourceUserStore.posts(h, rows);
          Map<Long, List<Named>> suggestions =
              show == Show.UNKNOWN ? SourceUserStore.suggestions(h, rows) : Map.of();
          List<User> users =
              rows.stream()
                  .map(
                      r ->
                          new User(
                              r.id(),
                              r.system(),
                              r.user(),
                              r.name(),
                              r.email(),
                              r.told(),
                              posts.getOrDefault(r.id(), 0L),
                              r.person(),
                              suggestions.getOrDefault(r.id(), List.of())))
                  .toList();
          SourceUserStore.Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
          return new Page<>(
              users,
              last == null || found.size() <= limit
                  ? null
                  : new Cursor(last.told(), last.id()).write(Cursor.Of.USERS));
        });
  }

  /**
   * Active persons whose name or id has what is typed in it, by name; at most twenty.
   *
   * @param query an address finds who has exactly that one
   */
  public List<Named> persons(String query) {
    return database.read(h -> SourceUserStore.persons(h, query));
  }

  /** What was said of a user, for whoever writes it down. */
  public record Mapping(String system, String user, String person) {}

  /**
   * Says that a user is a person; all that the user did is shown as hers from then on.
   *
   * @throws NotFoundException if there is no such user
   * @throws InvalidInputException if there is no such person
   * @throws UserTakenException if the user is another person's already
   */
  public Mapping map(long id, String person) {
    return database.write(
        h -> {
          OriginStore.lock(h);
          SourceUserStore.Held user = held(h, id);
          if (!SourceUserStore.isPerson(h, person)) {
            throw new InvalidInputException("person", "there is no person " + person);
          }
          Optional<String> owner =
              Optional.ofNullable(user.person())
                  .or(() -> SourceUserStore.owner(h, user.key()))
                  .filter(other -> !other.equals(person));
          if (owner.isPresent()) {
            throw new UserTakenException(user.key().id(), owner.get());
          }
          SourceUserStore.say(h, user.key(), person);
          PersonStore.arbitrate(h, Set.of(user.key()));
          SourceUserStore.join(h, id, person);
          persons.changed(h);
          return new Mapping(user.key().system(), user.key().id(), person);
        });
  }

  /**
   * Takes back what an operator said; the user is matched again by what others say, or to nobody.
   *
   * @throws NotFoundException if no operator said anything of such a user
   */
  public Mapping unmap(long id) {
    return database.write(
        h -> {
          OriginStore.lock(h);
          SourceUserStore.Held user = held(h, id);
          String person =
              SourceUserStore.takeBack(h, user.key())
                  .orElseThrow(() -> new NotFoundException("mapping"));
          PersonStore.arbitrate(h, Set.of(user.key()));
          // Whoever was met by the same user name in other letters, too; then as if never met.
          SourceUserStore.part(h, user.key(), person);
          persons.changed(h);
          return new Mapping(user.key().system(), user.key().id(), person);
        });
  }

  private static SourceUserStore.Held held(Handle h, long id) {
    return SourceUserStore.hold(h, id).orElseThrow(() -> new NotFoundException("user"));
  }
}
