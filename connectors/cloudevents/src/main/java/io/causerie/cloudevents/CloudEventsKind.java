package io.causerie.cloudevents;

import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConfigKey.Type;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Door;
import io.causerie.spi.Intake;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Sources that push CloudEvents 1.0 over HTTP, with a Standard Webhooks signature or a bearer
 * token.
 */
public final class CloudEventsKind implements ConnectorKind {
  static final String TOKENS = "auth.bearer.tokens";
  static final String SECRETS = "auth.standardWebhooks.secrets";
  static final String ORIGINS = "handshake.allowedOrigins";
  static final String RATE = "handshake.rate";

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
    return List.of(
        ConfigKey.secrets(
            TOKENS, "Tokens a sender may show as `Authorization: Bearer`; one is enough."),
        ConfigKey.secrets(
            SECRETS,
            "Secrets of Standard Webhooks (`whsec_...`) a sender may sign with; two during a change."),
        ConfigKey.optional(
            ORIGINS,
            Type.TEXTS,
            null,
            "Origins that the abuse-protection handshake lets in; `*` for any."),
        ConfigKey.optional(
            RATE, Type.NUMBER, "*", "Requests a minute that the handshake allows a sender."));
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>();
    if (context.texts(TOKENS).isEmpty() && context.texts(SECRETS).isEmpty()) {
      faults.add(
          new ConfigException.Fault(
              "auth", "nobody could send: give `" + TOKENS + "` or `" + SECRETS + "`"));
    }
    List<byte[]> keys = new ArrayList<>();
    for (String secret : context.texts(SECRETS)) {
      StandardWebhooks.key(secret)
          .ifPresentOrElse(
              keys::add,
              () ->
                  faults.add(
                      new ConfigException.Fault(
                          SECRETS,
                          "expected `whsec_` and 24 to 64 bytes in Base64, as the standard says")));
    }
    for (String token : context.texts(TOKENS)) {
      if (token.length() < 16) {
        faults.add(new ConfigException.Fault(TOKENS, "a token needs 16 characters at least"));
      }
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Senders senders =
        new Senders(new StandardWebhooks(keys, context.clock()), context.texts(TOKENS));
    Handshake handshake = new Handshake(context.texts(ORIGINS), context.text(RATE).orElse("*"));
    Door door = new CloudEventsDoor(senders, handshake);
    Intake pushed = new Intake.Pushed(door);
    return () -> pushed;
  }
}
