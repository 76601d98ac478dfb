package io.causerie.webhook;

import io.causerie.model.jq.JqSyntaxException;
import io.causerie.model.jq.Program;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Handshake;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sources that post JSON, a form or XML of their own, signed in one of the usual ways. */
public final class WebhookKind implements ConnectorKind {
  static final Key<String> ID =
      Key.text("id")
          .help(
              "jq of the sender's own name of what it delivers, the same when it tries again; left out: what a sender known by name calls it, else each delivery is an event of its own.");
  static final Key<String> TYPE = Key.text("type").help("jq of the event's type.");
  static final Key<String> TIME = Key.text("time").help("jq of when it happened.");
  static final Key<String> SUBJECT = Key.text("subject").help("jq of what it is about.");
  static final Key<String> SPLIT =
      Key.text("split").help("jq of the list of events that one body holds; each is `item` then.");

  static final Key<Boolean> GRAPH =
      Key.truth("graph")
          .help("Answers the `validationToken` by which Microsoft Graph asks for the address.");

  static final Key<Duration> PATIENCE =
      Key.duration("patience", Duration.ofSeconds(9))
          .atLeast(Duration.ofMillis(100))
          .atMost(Duration.ofMinutes(5))
          .help(
              "How soon the sender wants an answer; what is not stored by then is to be sent again.");

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.PUSH);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return Stream.concat(
            Stream.<ConfigKey>of(
                ID, TYPE, TIME, SUBJECT, SPLIT, GRAPH, PATIENCE, Handshake.ORIGINS, Handshake.RATE),
            Ways.keys().stream())
        .toList();
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(configKeys(), context));
    Reading reading =
        new Reading(
            id(context, faults),
            program(TYPE, context, faults),
            program(TIME, context, faults),
            program(SUBJECT, context, faults),
            program(SPLIT, context, faults));
    Verification senders = Ways.of(context, faults);
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Intake pushed =
        new Intake.Pushed(
            new WebhookDoor(
                "/" + context.system() + "/" + context.connector(),
                senders,
                reading,
                new WebhookDoor.Manners(
                    GRAPH.in(context), Handshake.of(context), PATIENCE.in(context))));
    return () -> pushed;
  }

  @Override
  public boolean namesEvents(ConnectorContext context) {
    // What stands in a body is not there when the body is the list itself.
    boolean splits = SPLIT.given(context).isPresent();
    return ID.given(context).isPresent()
        || Ways.retried(context).filter(jq -> !splits || jq.startsWith(".headers")).isPresent();
  }

  @Override
  public List<String> warnings(ConnectorContext context) {
    return Ways.isOpen(context)
        ? List.of("`verify.none`: whoever knows the address may send, and is believed")
        : List.of();
  }

  @Override
  public String address(ConnectorContext context) {
    return Ways.address(context);
  }

  private static @Nullable Program id(
      ConnectorContext context, List<ConfigException.Fault> faults) {
    return ID.given(context)
        .or(
            () ->
                Ways.retried(context)
                    .map(text -> SPLIT.given(context).isPresent() ? "(%s)?".formatted(text) : text))
        .map(text -> program(ID, text, faults))
        .orElse(null);
  }

  private static @Nullable Program program(
      Key<String> key, ConnectorContext context, List<ConfigException.Fault> faults) {
    return key.given(context).map(text -> program(key, text, faults)).orElse(null);
  }

  private static @Nullable Program program(
      Key<String> key, String text, List<ConfigException.Fault> faults) {
    try {
      return Program.compile(text);
    } catch (JqSyntaxException e) {
      faults.add(new ConfigException.Fault(key.name(), String.valueOf(e.getMessage())));
      return null;
    }
  }
}
