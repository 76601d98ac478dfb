package io.causerie.runtime;

import io.causerie.spi.Capability;
import io.causerie.spi.Plugins;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connectors run. When others are wanted, those that differ are ended and begun, with the
 * routes that their events take, and the rest goes on.
 */
final class Roster {
  private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

  /** So long what was pushed may take to its end before its connector is changed. */
  private static final Duration LAST_PUSHES = Duration.ofSeconds(10);

  private final PollKeeper keeper;
  private final RouteKeeper routes;
  private final RouteShelf shelf;
  private final Crossing crossing;
  private final Plugins plugins;
  private volatile Map<String, Installed> installed = Map.of();

  Roster(
      PollKeeper keeper, RouteKeeper routes, RouteShelf shelf, Crossing crossing, Plugins plugins) {
    this.keeper = keeper;
    this.routes = routes;
    this.shelf = shelf;
    this.crossing = crossing;
    this.plugins = plugins;
  }

  /** By name. */
  Map<String, Installed> installed() {
    return installed;
  }

  void start(List<Installed> all, Map<String, String> files) {
    // First: whatever fails, they are closed with this.
    installed = byName(all);
    check(all, files);
    register(all);
    routes.expect(all);
    files.forEach(shelf::put);
    straighten(all, shelf.entered(files.keySet()));
    shelf.start();
    keeper.add(all);
    routes.add();
    keeper.start();
    routes.start();
  }

  private void register(Collection<Installed> some) {
    keeper.register(some);
    routes.register(some);
  }

  private static Map<String, Installed> byName(Collection<Installed> all) {
    Map<String, Installed> byName = new LinkedHashMap<>();
    all.forEach(one -> byName.put(one.name(), one));
    return Collections.unmodifiableMap(byName);
  }

  private void check(Collection<Installed> all, Map<String, String> files) {
    Map<String, Capability> intakes = new LinkedHashMap<>();
    Map<String, List<String>> brought = new LinkedHashMap<>();
    for (Installed one : all) {
      intakes.put(one.name(), one.intake());
      if (one.intake() == Capability.ROUTE) {
        brought.put(one.name(), one.connector().intake().broughtBy());
      }
    }
    List<RouteCheck.Fault> faults =
        RouteCheck.faults(files, new RouteCheck.Intakes(intakes, brought), plugins);
    if (!faults.isEmpty()) {
      throw new RouteException(
          faults.stream().map(f -> f.file() + ": " + f.message()).collect(Collectors.joining("\n")),
          null);
    }
  }

  /** Those without a route of their own have a straight one. */
  private void straighten(Collection<Installed> some, Set<String> entered) {
    for (Installed one : some) {
      if (one.intake() != Capability.ROUTE && !entered.contains(one.name())) {
        shelf.straight(one.name(), one.intake());
      }
    }
  }

  /** As {@link ConnectorRuntime#change}. */
  synchronized void change(
      Collection<Installed> wanted, Map<String, String> files, ConnectorRuntime.Between between) {
    Map<String, Installed> before = installed;
    Map<String, Installed> after = byName(wanted);
    check(wanted, files);
    Set<String> differing = shelf.differing(files);
    Set<String> touched = touched(after, differing, files);
    List<Installed> leaving = lacking(before, after, touched);
    List<Installed> coming = lacking(after, before, touched);
    register(coming);
    Set<String> held = names(leaving);
    held.addAll(names(coming));
    crossing.hold(held);
    Map<String, String> taken = shelf.texts(differing);
    Map<String, String> put = new LinkedHashMap<>(files);
    put.keySet().retainAll(differing);
    boolean made = false;
    try {
      end(leaving, after);
      taken.keySet().forEach(shelf::take);
      between.make();
      made = true;
      begin(coming, put);
      installed = after;
    } catch (RuntimeException | Error e) {
      // Each by itself: whatever cannot be taken back, those that ran before run again.
      attempt(e, () -> end(coming, before));
      attempt(e, () -> put.keySet().forEach(shelf::take));
      if (made) {
        attempt(e, between::takeBack);
      }
      attempt(e, () -> begin(leaving, taken));
      throw e;
    } finally {
      crossing.free();
    }
  }

  private static void attempt(Throwable failed, Runnable back) {
    try {
      back.run();
    } catch (RuntimeException | Error e) {
      LOG.error("not all that was changed could be taken back", e);
      failed.addSuppressed(e);
    }
  }

  /** Whose routes stand, or are to stand, in files that differ. */
  private Set<String> touched(
      Map<String, Installed> after, Set<String> differing, Map<String, String> files) {
    Map<String, String> put = new LinkedHashMap<>(files);
    put.keySet().retainAll(differing);
    RouteCheck.Named named = RouteCheck.named(put, plugins);
    Set<String> touched = new HashSet<>(named.connectors());
    touched.addAll(shelf.entered(differing));
    Set<String> ids = new HashSet<>(named.ids());
    ids.addAll(shelf.ids(differing));
    Stream.concat(installed.values().stream(), after.values().stream())
        .filter(one -> one.connector().intake().broughtBy().stream().anyMatch(ids::contains))
        .forEach(one -> touched.add(one.name()));
    return touched;
  }

  /** Those of some that are not among others as they are, or are touched besides. */
  private static List<Installed> lacking(
      Map<String, Installed> some, Map<String, Installed> others, Set<String> touched) {
    return some.values().stream()
        .filter(one -> !one.equals(others.get(one.name())) || touched.contains(one.name()))
        .toList();
  }

  private static Set<String> names(Collection<Installed> some) {
    return some.stream().map(Installed::name).collect(Collectors.toCollection(HashSet::new));
  }

  /** Ends some, and their straight routes where what follows has none. */
  private void end(List<Installed> some, Map<String, Installed> after) {
    Set<String> forgotten =
        some.stream()
            .filter(
                one -> {
                  Installed next = after.get(one.name());
                  return next == null || next.intake() != one.intake();
                })
            .map(Installed::name)
            .collect(Collectors.toSet());
    keeper.remove(names(some), forgotten);
    routes.remove(names(some));
    try {
      if (!crossing.drained(LAST_PUSHES)) {
        LOG.warn("what was pushed has no answer in time; it may have to be sent again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while connectors were changed", e);
    }
    some.stream()
        .filter(one -> forgotten.contains(one.name()))
        .forEach(one -> shelf.notStraight(one.name()));
  }

  private void begin(List<Installed> some, Map<String, String> files) {
    Set<String> entered = RouteCheck.named(files, plugins).connectors();
    // Before its file is put up: two routes cannot take the same events.
    entered.forEach(shelf::notStraight);
    routes.expect(some);
    files.forEach(shelf::put);
    Set<String> all = new HashSet<>(shelf.entered(shelf.files()));
    straighten(some, all);
    keeper.add(some);
    routes.add();
  }

  void closeRoutes() {
    shelf.close();
  }
}
