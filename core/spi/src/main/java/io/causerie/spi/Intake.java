package io.causerie.spi;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a connector's events come. */
public sealed interface Intake {
  <T> T match(
      Function<Pushed, T> onPushed,
      Function<Polled, T> onPolled,
      Function<Subscribed, T> onSubscribed,
      Function<Routed, T> onRouted);

  /** What its kind claims beforehand. */
  default Capability capability() {
    return match(
        p -> Capability.PUSH,
        p -> Capability.POLL,
        s -> Capability.SUBSCRIBE,
        r -> Capability.ROUTE);
  }

  /** How the source's requests are taken in, where it pushes. */
  default Optional<Door> pushed() {
    return match(
        p -> Optional.of(p.door()),
        p -> Optional.empty(),
        s -> Optional.empty(),
        r -> Optional.empty());
  }

  /** How the source is read, where it only answers queries. */
  default Optional<Poller> polled() {
    return match(
        p -> Optional.empty(),
        p -> Optional.of(p.poller()),
        s -> Optional.empty(),
        r -> Optional.empty());
  }

  /** The line on which the source delivers by itself, where it keeps one open. */
  default Optional<Subscription> subscribed() {
    return match(
        p -> Optional.empty(),
        p -> Optional.empty(),
        s -> Optional.of(s.subscription()),
        r -> Optional.empty());
  }

  /** The ids of the routes that bring its events; none where they come in another way. */
  default List<String> broughtBy() {
    return match(p -> List.of(), p -> List.of(), s -> List.of(), Routed::routes);
  }

  /** The source sends requests. */
  record Pushed(Door door) implements Intake {
    @Override
    public <T> T match(
        Function<Pushed, T> onPushed,
        Function<Polled, T> onPolled,
        Function<Subscribed, T> onSubscribed,
        Function<Routed, T> onRouted) {
      return onPushed.apply(this);
    }
  }

  /** The source is asked. */
  record Polled(Poller poller) implements Intake {
    @Override
    public <T> T match(
        Function<Pushed, T> onPushed,
        Function<Polled, T> onPolled,
        Function<Subscribed, T> onSubscribed,
        Function<Routed, T> onRouted) {
      return onPolled.apply(this);
    }
  }

  /** The source delivers on a line that is kept open. */
  record Subscribed(Subscription subscription) implements Intake {
    @Override
    public <T> T match(
        Function<Pushed, T> onPushed,
        Function<Polled, T> onPolled,
        Function<Subscribed, T> onSubscribed,
        Function<Routed, T> onRouted) {
      return onSubscribed.apply(this);
    }
  }

  /**
   * Routes of the integrator's bring them; the runtime reads them, and the kind knows their names.
   *
   * @param routes their ids; one at least
   */
  record Routed(List<String> routes) implements Intake {
    public Routed {
      routes = List.copyOf(routes);
    }

    @Override
    public <T> T match(
        Function<Pushed, T> onPushed,
        Function<Polled, T> onPolled,
        Function<Subscribed, T> onSubscribed,
        Function<Routed, T> onRouted) {
      return onRouted.apply(this);
    }
  }
}
