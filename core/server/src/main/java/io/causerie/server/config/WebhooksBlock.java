package io.causerie.server.config;

import io.causerie.http.Network;
import io.causerie.http.Outward;
import io.causerie.model.yaml.Shape;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The block {@code webhooks} of {@code causerie.yaml}. */
final class WebhooksBlock {
  private static final String REFERENCE = "|^.*\\$\\{(env|file):[^}]+}.*$";

  /** A name or an address, and maybe a port. */
  private static final Pattern HOST =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private static final Pattern NETWORK = Pattern.compile("^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$");
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int LAST_PORT = 65535;

  private WebhooksBlock() {}

  static Shape shape() {
    return Shape.keys("Where people and operators may have something posted to; left out: nowhere.")
        .allow(
            "hosts",
            Shape.list(
                "One entry a host.",
                Shape.keys("")
                    .require(
                        "host",
                        Shape.text(
                            "Its name, and its port where that is not the usual one.",
                            "^" + HOST.pattern() + "$" + REFERENCE,
                            "hooks.example.com"))
                    .allow(
                        "plain",
                        Shape.truth("It is spoken to by http, and whoever is between reads along.")
                            .fallback(false))
                    .allow(
                        "addresses",
                        Shape.oneOrMore(
                            Shape.text(
                                "Addresses of this house, or of this machine, that the host may have; others are refused.",
                                NETWORK.pattern(),
                                "10.20.0.0/16")))));
  }

  static List<Outward.Place> read(Optional<Yaml> yaml, Secrets secrets) {
    List<Outward.Place> places = new ArrayList<>();
    if (yaml.isEmpty() || !yaml.get().expectMap()) {
      return places;
    }
    Yaml y = yaml.get();
    for (Yaml each : y.get("hosts").map(Yaml::elements).orElse(List.of())) {
      if (each.expectMap()) {
        place(each, secrets).ifPresent(places::add);
      }
    }
    y.refuseOthers();
    return places;
  }

  private static Optional<Outward.Place> place(Yaml y, Secrets secrets) {
    Optional<Yaml> host = y.require("host", "the host's name");
    boolean plain = y.get("plain").map(Yaml::truth).orElse(false);
    List<Network> inside = new ArrayList<>();
    for (Yaml each : y.get("addresses").map(Yaml::oneOrMore).orElse(List.of())) {
      Optional<Network> network = Network.parse(secrets.text(each));
      if (network.isEmpty()) {
        each.problem("expected an address or a network such as 10.20.0.0/16");
      }
      network.ifPresent(inside::add);
    }
    y.refuseOthers();
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Matcher said = HOST.matcher(secrets.text(host.get()));
    int port = said.matches() ? port(said.group(2), plain) : -1;
    if (port < 1 || port > LAST_PORT) {
      host.get().problem("expected a host such as hooks.example.com or hooks.example.com:8443");
      return Optional.empty();
    }
    String name = said.group(1).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return Optional.of(new Outward.Place(name, port, plain, inside));
  }

  private static int port(@Nullable String said, boolean plain) {
    return said == null ? (plain ? HTTP : HTTPS) : Integer.parseInt(said);
  }
}
