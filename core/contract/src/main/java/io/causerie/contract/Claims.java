package io.causerie.contract;

import io.causerie.spi.Capability;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.Subscription;
import io.causerie.spi.WriteBack;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a kind says beforehand, beside what its connectors return. */
final class Claims {
  /** Seen by what a connector returns; counting is seen where there are rows. */
  private static final Set<Capability> RETURNED =
      EnumSet.complementOf(EnumSet.of(Capability.COUNT));

  private Claims() {}

  /** In which way they differ; nothing where a kind keeps its word. */
  static List<String> faults(ConnectorKind kind, List<ConnectorContext> contexts) {
    List<String> faults = new ArrayList<>();
    Set<Capability> never = EnumSet.allOf(Capability.class);
    never.retainAll(kind.capabilities());
    for (ConnectorContext context : contexts) {
      Set<Capability> claimed = kind.capabilities(context);
      never.removeAll(claimed);
      if (claimed.stream().filter(Capability::isIntake).count() != 1) {
        faults.add("not one way in which events come: " + claimed);
      }
      faults.addAll(writing(kind, context));
      Set<Capability> returned = returned(kind, context);
      for (Capability each : Capability.values()) {
        if (claimed.contains(each) && !kind.capabilities().contains(each)) {
          faults.add(each + " is claimed of a configuration, and not of the kind");
        }
        if (RETURNED.contains(each) && claimed.contains(each) && !returned.contains(each)) {
          faults.add(each + " is claimed and not returned");
        }
        if (returned.contains(each) && !claimed.contains(each)) {
          faults.add(each + " is returned and not claimed");
        }
      }
    }
    never.forEach(each -> faults.add(each + " is claimed of the kind, and of no configuration"));
    return faults;
  }

  private static List<String> writing(ConnectorKind kind, ConnectorContext context) {
    List<String> faults = new ArrayList<>();
    try (SourceSystem system = kind.system(context)) {
      boolean claimed = kind.writesBack(context).isPresent();
      if (claimed != system.writeBack().isPresent()) {
        faults.add("writing back is " + (claimed ? "claimed and not returned" : "not claimed"));
      }
      boolean persons =
          kind.writesBack(context)
              .filter(claim -> claim.means().contains(WriteBack.Means.AS_PERSON))
              .isPresent();
      if (persons != system.accounts().isPresent()) {
        faults.add("accounts are " + (persons ? "claimed and not returned" : "not claimed"));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return faults;
  }

  private static Set<Capability> returned(ConnectorKind kind, ConnectorContext context) {
    try (SourceSystem system = kind.system(context);
        Connector connector = kind.connector(context.in(system))) {
      Set<Capability> returned = EnumSet.of(connector.intake().capability());
      connector.readBack().ifPresent(r -> returned.add(Capability.READ_BACK));
      connector.census().ifPresent(c -> returned.add(Capability.CENSUS));
      connector
          .intake()
          .subscribed()
          .flatMap(Subscription::history)
          .ifPresent(h -> returned.add(Capability.HISTORY));
      return returned;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
