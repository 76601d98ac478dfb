package io.causerie.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Audience;
import io.causerie.model.Readers;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rules are sets of people: whatever is done to them must be right for each person. */
class AudienceRuleTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  @Provide
  Arbitrary<AudienceRule> rules() {
    Arbitrary<List<Set<String>>> clauses =
        Arbitraries.of(NAMES).set().ofMinSize(1).ofMaxSize(3).list().ofMinSize(1).ofMaxSize(3);
    return clauses.list().ofMinSize(1).ofMaxSize(2).map(AudienceRule::new);
  }

  @Provide
  Arbitrary<Set<String>> persons() {
    return Arbitraries.of(NAMES).set().ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<List<Set<String>>>> pairs() {
    return Combinators.combine(one(), one()).as(List::of);
  }

  private static Arbitrary<List<Set<String>>> one() {
    return Arbitraries.of(NAMES).set().ofMinSize(1).ofMaxSize(3).list().ofMinSize(1).ofMaxSize(3);
  }

  @Property(tries = 2000)
  void bothLetInWhomEachLetsIn(
      @ForAll("pairs") List<List<Set<String>>> pair, @ForAll("persons") Set<String> person) {
    AudienceRule one = new AudienceRule(List.of(pair.get(0)));
    AudienceRule other = new AudienceRule(List.of(pair.get(1)));

    assertThat(one.and(other).admits(person)).isEqualTo(one.admits(person) && other.admits(person));
  }

  @Property(tries = 2000)
  void nobodyIsLetInByBothWhomEitherKeepsOut(
      @ForAll("rules") AudienceRule one,
      @ForAll("rules") AudienceRule other,
      @ForAll("persons") Set<String> person) {
    AudienceRule both = one.and(other);

    assertThat(both.admits(person) && !(one.admits(person) && other.admits(person))).isFalse();
    assertThat(one.and(one).means(one.and(one).and(one))).as("again is the same").isTrue();
  }

  @Property(tries = 500)
  void whatIsWrittenAlikeMeansTheSame(
      @ForAll("rules") AudienceRule one, @ForAll("rules") AudienceRule other) {
    if (one.canonical().equals(other.canonical())) {
      assertThat(one.means(other)).isTrue();
    }
    assertThat(one.means(one)).isTrue();
  }

  @Example
  void customersMeetTheCustomersRuleAndInternalReadersTheirs() {
    Audience audience = new Audience(Readers.groups("sales"), Readers.persons("jana"));
    AudienceRule lane = AudienceRule.customer(List.of("system:erp"), audience);
    AudienceRule internal =
        AudienceRule.internal(List.of("system:erp"), Readers.groups("managers"));

    AudienceRule both = lane.and(lane);
    assertThat(both.means(lane)).isTrue();
    assertThat(both.alternatives()).hasSize(2);
    AudienceRule narrow = internal.and(lane);
    assertThat(narrow.admits(Set.of("system:erp", "group:managers"))).isFalse();
    assertThat(narrow.admits(Set.of("system:erp", "group:managers", "group:sales"))).isTrue();
    assertThat(narrow.means(lane)).isFalse();
  }

  @Example
  void needlessClauseIsLeftOut() {
    AudienceRule wide = new AudienceRule(List.of(List.of(Set.of("a", "b"))));
    AudienceRule narrow = new AudienceRule(List.of(List.of(Set.of("a"))));

    assertThat(wide.and(narrow).alternatives()).containsExactly(List.of(Set.of("a")));
  }
}
