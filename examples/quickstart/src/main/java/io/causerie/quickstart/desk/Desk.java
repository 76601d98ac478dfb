package io.causerie.quickstart.desk;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the desk does: it keeps orders, deliveries, tickets and documents. */
final class Desk implements AutoCloseable {
  private static final int SIMULATED = 30;
  private static final List<Item.Kind> SIMULATED_KINDS =
      List.of(Item.Kind.ORDER, Item.Kind.DELIVERY, Item.Kind.TICKET);
  private static final List<String> CARRIERS =
      List.of("Nordlicht Spedition", "Transports Lenoir", "Hanse Express");

  private final DeskDatabase database;
  private final Sender sender;
  private final DeskEvents events;
  private final Clock clock;
  private final Random random = new Random(7);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private @Nullable ScheduledFuture<?> simulation;
  private int simulated;

  Desk(DeskDatabase database, Sender sender, DeskEvents events, Clock clock) {
    this.database = database;
    this.sender = sender;
    this.events = events;
    this.clock = clock;
    if (database.isEmpty()) {
      begin();
    }
  }

  private void begin() {
    Instant now = clock.instant();
    List<Item> items =
        List.of(
            order("4711", "Müller & Söhne", "12480.00", false, now.minusSeconds(7200)),
            order("4712", "Atelier Dubois", "860.50", false, now.minusSeconds(5400)),
            order("4713", "Nordwind AG", "250000.00", true, now.minusSeconds(3600)),
            order("4714", "Imprimerie Rousseau", "3120.00", false, now.minusSeconds(3500)),
            order("4715", "Hafenlogistik Brandt", "18400.00", false, now.minusSeconds(3400)),
            new Item(
                Item.Kind.TICKET,
                "88",
                "Printer in hall 3",
                "Müller & Söhne",
                "new",
                null,
                null,
                "jana",
                null,
                null,
                false,
                1,
                "kjohnson",
                now.minusSeconds(3000)),
            new Item(
                Item.Kind.DOCUMENT,
                "D-17",
                "Frame contract 2026",
                "Müller & Söhne",
                "draft",
                null,
                null,
                null,
                "4711",
                null,
                false,
                1,
                "ghopper",
                now.minusSeconds(2400)));
    customer("C-1", "Müller & Söhne", "Lübeck", now);
    customer("C-2", "Atelier Dubois", "Lyon", now);
    customer("C-3", "Nordwind AG", "Kiel", now);
    customer("C-4", "Imprimerie Rousseau", "Nantes", now);
    customer("C-5", "Hafenlogistik Brandt", "Hamburg", now);
    database.write(items, events::of);
  }

  private void customer(String id, String name, String town, Instant now) {
    database.add(new Customer(id, name, town, "alovelace", now.minusSeconds(90_000)));
  }

  private static Item order(
      String id, String customer, String amount, boolean confidential, Instant at) {
    return new Item(
        Item.Kind.ORDER,
        id,
        "Order " + id,
        customer,
        "open",
        amount,
        "2026-12-14",
        null,
        null,
        null,
        confidential,
        1,
        confidential ? "ghopper" : "alovelace",
        at);
  }

  List<Item> list(Item.Kind kind, Clerk clerk) {
    return database.list(kind).stream().filter(clerk::maySee).toList();
  }

  Optional<Item> find(Item.Kind kind, String id, Clerk clerk) {
    return database.find(kind, id).filter(clerk::maySee);
  }

  /**
   * Changes an item.
   *
   * @throws IllegalArgumentException saying what is wrong with the form
   */
  void change(
      Item item, String status, @Nullable String amount, @Nullable String due, Clerk clerk) {
    if (!item.kind().statuses().contains(status)) {
      throw new IllegalArgumentException("there is no status " + status);
    }
    String sum = item.amount() == null ? null : number(amount);
    String day = item.due() == null || due == null ? item.due() : LocalDate.parse(due).toString();
    Item changed = item.changed(status, sum, day, clerk.user(), clock.instant());
    List<Item> written = new ArrayList<>(List.of(changed));
    if (item.kind() == Item.Kind.ORDER && !status.equals(item.status())) {
      delivery(changed).ifPresent(written::add);
    }
    database.write(written, events::of);
    sender.wake();
  }

  /** What becomes of an order's delivery: it is made when the order is packed, and goes with it. */
  private Optional<Item> delivery(Item order) {
    String id = "L-" + order.id();
    Optional<Item> before = database.find(Item.Kind.DELIVERY, id);
    return switch (order.status()) {
      case "packed" -> before.isPresent() ? Optional.empty() : Optional.of(packed(id, order));
      case "shipped" -> Optional.of(follow(before.orElseGet(() -> packed(id, order)), order));
      case "paid" -> before.map(delivery -> follow(delivery, order));
      default -> Optional.empty();
    };
  }

  private static Item packed(String id, Item order) {
    return new Item(
        Item.Kind.DELIVERY,
        id,
        "Delivery " + id,
        order.customer(),
        "packed",
        null,
        null,
        null,
        order.id(),
        CARRIERS.get(Math.floorMod(order.id().hashCode(), CARRIERS.size())),
        order.confidential(),
        1,
        order.changedBy(),
        order.changedAt());
  }

  private static Item follow(Item delivery, Item order) {
    String status = order.status().equals("paid") ? "delivered" : "underway";
    return delivery.changed(status, null, null, order.changedBy(), order.changedAt());
  }

  List<Item> deliveries() {
    return database.list(Item.Kind.DELIVERY);
  }

  private static String number(@Nullable String text) {
    try {
      return new BigDecimal(String.valueOf(text)).setScale(2).toPlainString();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("the amount is a number with two decimals", e);
    }
  }

  /** Keeps some business going: a change every two seconds, thirty of them; or ends that. */
  synchronized boolean toggleSimulation() {
    if (simulation != null && !simulation.isDone()) {
      simulation.cancel(false);
      simulation = null;
      return false;
    }
    simulated = 0;
    simulation = timer.scheduleAtFixedRate(this::simulate, 0, 2, TimeUnit.SECONDS);
    return true;
  }

  private synchronized void simulate() {
    if (simulated++ >= SIMULATED) {
      if (simulation != null) {
        simulation.cancel(false);
      }
      return;
    }
    List<Item> items =
        SIMULATED_KINDS.stream().flatMap(kind -> database.list(kind).stream()).toList();
    Item item = items.get(random.nextInt(items.size()));
    List<Clerk> staff = Clerk.ALL.stream().filter(c -> !c.customer() && c.maySee(item)).toList();
    List<String> statuses = item.kind().statuses();
    String status = statuses.get((statuses.indexOf(item.status()) + 1) % statuses.size());
    change(item, status, item.amount(), item.due(), staff.get(random.nextInt(staff.size())));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
