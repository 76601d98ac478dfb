package io.causerie.engine.people;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.people.SourceUsers.Show;
import io.causerie.engine.people.SourceUsers.User;
import io.causerie.model.SourceActor;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SourceUsersTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private SourceUsers users;
  private int told;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    users = desk.causerie.users();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void acts(String order, String user, @Nullable String name, @Nullable String email) {
    desk.clock.tick(Duration.ofHours(1));
    desk.ingest(
        order(order)
            .status("s" + told++)
            .at(desk.clock.instant())
            .by(new SourceActor(user, name, email)));
  }

  private ActorView actor(String order) {
    return desk.feed("grace", order).get(0).actor();
  }

  private List<User> unknown(@Nullable String query) {
    return users.list(Show.UNKNOWN, null, query, null, 50).items();
  }

  @Test
  void unknownUsersAreListedTheLastToldFirst() {
    acts("1", "u1", "Miss Byron", null);
    acts("1", "u2", null, "u2@example.com");
    acts("2", "alovelace", "Ada", null);
    acts("2", "u1", "Mrs King", null);

    assertThat(unknown(null)).extracting(User::user).containsExactly("u1", "u2");
    User first = unknown(null).get(0);
    assertThat(first.name()).isEqualTo("Mrs King");
    assertThat(first.posts()).isEqualTo(2);
    assertThat(first.told()).isEqualTo(desk.clock.instant());
    assertThat(first.system()).isEqualTo("desk");
    assertThat(users.list(Show.UNKNOWN, "other", null, null, 50).items()).isEmpty();
  }

  @Test
  void unknownUsersAreFoundAndPaged() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      acts("1", "user%_" + i, "Name " + i, "n" + i + "@example.com");
      all.add(0, "user%_" + i);
    }

    List<String> paged = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<User> page = users.list(Show.UNKNOWN, "desk", null, cursor, 3);
      page.items().forEach(u -> paged.add(u.user()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(paged).isEqualTo(all);
    assertThat(unknown("NAME 3")).extracting(User::user).containsExactly("user%_3");
    assertThat(unknown("R%_4")).extracting(User::user).containsExactly("user%_4");
    assertThat(unknown("%%")).isEmpty();
    assertThat(unknown(" N5@Example.com ")).extracting(User::user).containsExactly("user%_5");
    assertThat(unknown("n5@exam")).as("an address is no way to find others").isEmpty();
  }

  @Test
  void whoHasHerNameOrAddressIsSuggested() {
    desk.causerie
        .origins()
        .says(
            new Origin(Origin.Kind.SCIM, "hr"),
            List.of(
                new Person("m1", "Maria K.", "m@example.com", false, null, Set.of(), Map.of())));
    acts("1", "u1", "GRACE hopper", null);
    acts("1", "u2", null, "M@example.com");
    acts("1", "u3", "Nobody", "no@example.com");

    // The desk matches by address; here the match comes by nothing but the operator.
    assertThat(unknown("u1").get(0).suggestions())
        .containsExactly(new SourceUsers.Named("grace", "Grace Hopper"));
    assertThat(unknown("u3").get(0).suggestions()).isEmpty();
    assertThat(actor("1").name()).isEqualTo("Nobody");
    assertThat(users.persons("kath")).extracting(SourceUsers.Named::id).contains("katherine");
    assertThat(users.persons("ADA@example.com"))
        .extracting(SourceUsers.Named::id)
        .containsExactly("ada");
  }

  @Test
  void mappedUserIsThePersonInEarlierAndLaterPostsWhateverIsReloaded() {
    acts("1", "u1", "Miss Byron", null);
    long id = unknown(null).get(0).id();

    users.map(id, "grace");

    assertThat(actor("1").person()).isEqualTo("grace");
    assertThat(unknown(null)).isEmpty();
    desk.causerie.origins().says(Origin.PEOPLE_FILE, List.of());
    desk.causerie.origins().says(Origin.PEOPLE_FILE, Desk.people());
    acts("2", "U1", "Miss Byron", null);
    assertThat(actor("2").person()).isEqualTo("grace");
    assertThat(users.list(Show.MAPPED, null, null, null, 50).items())
        .singleElement()
        .satisfies(
            u -> assertThat(u.person()).isEqualTo(new SourceUsers.Named("grace", "Grace Hopper")));

    users.unmap(id);

    assertThat(actor("1").person()).isNull();
    assertThat(actor("2").person()).isNull();
    assertThat(unknown(null)).hasSize(2);
    assertThatThrownBy(() -> users.unmap(id)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void whoseUserSomebodyIsNoMoreActsUnderTheSourcesNameOrIsSomebodyElse() {
    acts("1", "u1", "Bob", null);
    reload(with("grace", "u1"));
    desk.settle();
    assertThat(actor("1").person()).isEqualTo("grace");

    reload(with("grace"));
    desk.settle();

    assertThat(actor("1").person()).as("a line that was wrong").isNull();
    assertThat(actor("1").name()).isEqualTo("Bob");
    assertThat(unknown(null)).extracting(User::user).containsExactly("u1");
    acts("2", "u1", "Bob", null);
    assertThat(actor("2").person()).isNull();

    reload(with("katherine", "u1"));
    desk.settle();

    assertThat(actor("1").person()).isEqualTo("katherine");
    assertThat(actor("2").person()).isEqualTo("katherine");

    reload(without("katherine"));
    desk.settle();

    assertThat(actor("1").person()).as("who has left did what she did").isEqualTo("katherine");
  }

  private void reload(List<Person> people) {
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people);
  }

  private static List<Person> with(String person, String... users) {
    return Desk.people().stream()
        .map(
            p ->
                p.id().equals(person)
                    ? new Person(
                        p.id(),
                        p.name(),
                        p.email(),
                        p.guest(),
                        null,
                        p.groups(),
                        Map.of("desk", List.of(users)))
                    : p)
        .toList();
  }

  private static List<Person> without(String person) {
    return Desk.people().stream().filter(p -> !p.id().equals(person)).toList();
  }

  @Test
  void operatorsWordOutweighsAReloadUntilItIsTakenBack() {
    acts("1", "u1", null, null);
    long id = unknown(null).get(0).id();
    users.map(id, "grace");
    List<Person> file = new ArrayList<>(Desk.people());
    file.add(new Person("new", "New", null, false, null, Set.of(), Map.of("desk", List.of("u1"))));

    desk.causerie.origins().says(Origin.PEOPLE_FILE, file);
    assertThat(actor("1").person()).isEqualTo("grace");

    users.unmap(id);
    desk.settle();
    assertThat(actor("1").person()).isEqualTo("new");
    assertThatThrownBy(() -> users.map(id, "grace"))
        .isInstanceOf(UserTakenException.class)
        .hasMessageContaining("u1 is new already");
  }

  @Test
  void onlyWhoIsThereIsMapped() {
    acts("1", "u1", null, null);
    long id = unknown(null).get(0).id();

    assertThatThrownBy(() -> users.map(id, "nobody")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> users.map(id + 1, "ada")).isInstanceOf(NotFoundException.class);
    desk.causerie.people().erase("grace");
    assertThatThrownBy(() -> users.map(id, "grace")).isInstanceOf(InvalidInputException.class);
    long version = desk.count("select version from rights_version");
    users.map(id, "ada");
    users.map(id, "ada");
    assertThat(desk.count("select version from rights_version")).isGreaterThan(version);
    assertThat(desk.count("select count(*) from origin_identity where source_id = 'u1'")).isOne();
  }
}
