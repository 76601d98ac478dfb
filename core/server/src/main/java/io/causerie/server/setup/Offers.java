package io.causerie.server.setup;

import io.causerie.server.gallery.Entry;
import io.causerie.server.gallery.Gallery;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Kinds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a system can be connected by: kinds, and systems of the gallery. */
public final class Offers {
  /**
   * Kinds of which a key decides what the server itself runs or opens: a JDBC URL loads whatever
   * its driver can, a route whatever Camel can.
   */
  private static final Set<String> BY_HAND = Set.of("sql", "camel");

  private final Kinds kinds;
  private final List<Entry> gallery;

  public Offers(Kinds kinds, List<Entry> gallery) {
    this.kinds = kinds;
    this.gallery = List.copyOf(gallery);
  }

  /** Those of the application and its plug-ins. */
  public static Offers ofApplication() {
    return new Offers(PluginFolder.ofApplication().kinds(), Gallery.ofApplication().all());
  }

  /** All kinds, those that systems push to first. */
  public List<ConnectorKind> kinds() {
    return kinds.all().stream()
        .sorted(
            Comparator.comparing((ConnectorKind kind) -> !isPushed(kind))
                .thenComparing(ConnectorKind::name))
        .toList();
  }

  public Optional<ConnectorKind> kind(String name) {
    return kinds.find(name);
  }

  /** The systems of the gallery whose kind is there. */
  public List<Entry> gallery() {
    return gallery.stream().filter(entry -> kind(entry.kind()).isPresent()).toList();
  }

  public Optional<Entry> entry(String name) {
    return gallery().stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Whether its files are written by whoever can reach them, never by way of the console. */
  public static boolean isByHand(ConnectorKind kind) {
    return BY_HAND.contains(kind.name()) || kind.capabilities().contains(Capability.ROUTE);
  }

  /** Whether systems of a kind send by themselves, to an address and with a secret of ours. */
  public static boolean isPushed(ConnectorKind kind) {
    return kind.capabilities().contains(Capability.PUSH);
  }

  /**
   * The ways of which one says who may send or how one signs in: groups of keys with a secret among
   * them, two names deep, such as {@code verify.hmac}.
   */
  public static List<String> ways(ConnectorKind kind) {
    List<String> ways = new ArrayList<>();
    for (ConfigKey key : kind.configKeys()) {
      if (key.secret() && key.parents().size() >= 2) {
        String way = String.join(".", key.parents().subList(0, 2));
        if (!ways.contains(way)) {
          ways.add(way);
        }
      }
    }
    return ways;
  }
}
