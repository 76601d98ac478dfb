package io.causerie.cloudevents;

import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Door;
import io.causerie.spi.Handshake;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import io.causerie.spi.StandardWebhooks;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Sources that push CloudEvents 1.0 over HTTP, with a Standard Webhooks signature or a bearer
 * token.
 */
public final class CloudEventsKind implements ConnectorKind {
  static final Key<List<String>> TOKENS =
      Key.texts("auth.bearer.tokens")
          .matching(
              "[\\s\\S]{16,}", "16 characters at least of each token", "a-token-of-16-characters")
          .hidden()
          .help("Tokens a sender may show as `Authorization: Bearer`; one is enough.");
  static final Key<List<String>> SECRETS =
      Key.texts("auth.standardWebhooks.secrets")
          .hidden()
          .help(
              "Secrets of Standard Webhooks (`whsec_...`) a sender may sign with; two during a change.");

  @Override
  public String name() {
    return "cloudevents";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.PUSH);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(TOKENS, SECRETS, Handshake.ORIGINS, Handshake.RATE);
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(configKeys(), context));
    List<String> tokens = TOKENS.given(context).orElse(List.of());
    List<String> secrets = SECRETS.given(context).orElse(List.of());
    if (tokens.isEmpty() && secrets.isEmpty()) {
      faults.add(
          new ConfigException.Fault(
              "auth", "nobody could send: give `%s` or `%s`".formatted(TOKENS, SECRETS)));
    }
    List<byte[]> keys = new ArrayList<>();
    for (String secret : secrets) {
      StandardWebhooks.key(secret)
          .ifPresentOrElse(
              keys::add,
              () ->
                  faults.add(
                      new ConfigException.Fault(
                          SECRETS.name(),
                          "expected `whsec_` and 24 to 64 bytes in Base64, as the standard says")));
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Senders senders = new Senders(new StandardWebhooks(keys, context.clock()), tokens);
    Door door = new CloudEventsDoor(senders, Handshake.of(context));
    Intake pushed = new Intake.Pushed(door);
    return () -> pushed;
  }
}
