package io.causerie.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Lane;
import io.causerie.spi.Accounts;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final List<ConnectorContext> ONE =
      List.of(new ConnectorContext("source", "contract", Clock.systemUTC(), Map.of()));

  /** Claims what it is told to, and returns the same connector whatever it claims. */
  private record Claiming(Set<Capability> capabilities, Set<Capability> configured)
      implements ConnectorKind {
    Claiming(Capability first, Capability... rest) {
      this(EnumSet.of(first, rest), EnumSet.of(first, rest));
    }

    @Override
    public String name() {
      return "claiming";
    }

    @Override
    public List<ConfigKey> configKeys() {
      return List.of();
    }

    @Override
    public Set<Capability> capabilities(ConnectorContext context) {
      return configured;
    }

    @Override
    public Connector connector(ConnectorContext context) {
      return new Connector() {
        @Override
        public Intake intake() {
          return new Intake.Routed(List.of("route"));
        }

        @Override
        public Optional<ReadBack> readBack() {
          return Optional.of(keys -> List.of());
        }
      };
    }
  }

  private static List<String> faults(ConnectorKind kind) {
    return Claims.faults(kind, ONE);
  }

  @Test
  void kindThatKeepsItsWordHasNoFault() {
    assertThat(faults(new Claiming(Capability.ROUTE, Capability.READ_BACK))).isEmpty();
  }

  @Test
  void whatIsReturnedAndNotClaimedIsAFault() {
    assertThat(faults(new Claiming(Capability.ROUTE)))
        .containsExactly("READ_BACK is returned and not claimed");
  }

  @Test
  void whatIsClaimedAndNotReturnedIsAFault() {
    assertThat(faults(new Claiming(Capability.ROUTE, Capability.READ_BACK, Capability.CENSUS)))
        .containsExactly("CENSUS is claimed and not returned");
    assertThat(faults(new Claiming(Capability.PUSH, Capability.READ_BACK)))
        .containsExactly("PUSH is claimed and not returned", "ROUTE is returned and not claimed");
  }

  @Test
  void whoWritesBackClaimsIt() {
    ConnectorKind silent =
        new Writing(Optional.empty(), Optional.of(comment -> "1"), Optional.empty());
    ConnectorKind idle =
        new Writing(
            Optional.of(
                new WriteBack.Claim(Set.of(Lane.INTERNAL), Set.of(WriteBack.Means.AS_PERSON))),
            Optional.empty(),
            Optional.empty());

    assertThat(faults(silent)).containsExactly("writing back is not claimed");
    assertThat(faults(idle))
        .containsExactly(
            "writing back is claimed and not returned", "accounts are claimed and not returned");
  }

  /** Claims something of writing back, and returns something. */
  private record Writing(
      Optional<WriteBack.Claim> claim, Optional<WriteBack> writing, Optional<Accounts> granting)
      implements ConnectorKind {
    @Override
    public String name() {
      return "writing";
    }

    @Override
    public List<ConfigKey> configKeys() {
      return List.of();
    }

    @Override
    public Set<Capability> capabilities() {
      return EnumSet.of(Capability.ROUTE);
    }

    @Override
    public Optional<WriteBack.Claim> writesBack(SystemContext context) {
      return claim;
    }

    @Override
    public SourceSystem system(SystemContext context) {
      return new SourceSystem() {
        @Override
        public Optional<WriteBack> writeBack() {
          return writing;
        }

        @Override
        public Optional<Accounts> accounts() {
          return granting;
        }
      };
    }

    @Override
    public Connector connector(ConnectorContext context) {
      return () -> new Intake.Routed(List.of("route"));
    }
  }

  @Test
  void eventsComeInOneWay() {
    assertThat(faults(new Claiming(Capability.ROUTE, Capability.PUSH, Capability.READ_BACK)))
        .contains("not one way in which events come: [PUSH, ROUTE, READ_BACK]");
  }

  @Test
  void kindClaimsWhatItsConfigurationsDoAndNoMore() {
    Set<Capability> two = EnumSet.of(Capability.ROUTE, Capability.READ_BACK);
    Set<Capability> counting = EnumSet.of(Capability.ROUTE, Capability.READ_BACK, Capability.COUNT);

    assertThat(faults(new Claiming(counting, two)))
        .containsExactly("COUNT is claimed of the kind, and of no configuration");
    assertThat(faults(new Claiming(two, counting)))
        .containsExactly("COUNT is claimed of a configuration, and not of the kind");
  }
}
