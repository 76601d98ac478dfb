package io.causerie.server.config;

import io.causerie.model.yaml.Shape;
import io.causerie.server.config.Configuration.Server;

/** What {@link ConfigurationLoader} reads of {@code causerie.yaml}. */
final class MainShape {
  private static final String REFERENCE = "^.*\\$\\{(env|file):[^}]+}.*$";

  /** Scheme, host and port, or where they stand. */
  private static final String ORIGIN = "^(https?://[^/?#]+$|.*\\$\\{(env|file):)";

  private MainShape() {}

  static Shape file() {
    return Shape.file(
            "Causerie: the server",
            "How the server runs. Texts may hold `${env:NAME}` and `${file:path}`.")
        .allow("server", server())
        .allow("database", database())
        .allow(
            "embed",
            Shape.keys("Whose pages may show Causerie.")
                .allow("hosts", Shape.list("One entry an application.", host())))
        .allow(
            "demo",
            Shape.keys("For trying it out.")
                .allow(
                    "signIn",
                    Shape.truth("A page to pick who one is; on this machine's own address only.")
                        .fallback(false)))
        .allow(
            "operators",
            Shape.oneOrMore(
                Shape.text("Persons who may operate when they sign in to the demonstration.")));
  }

  private static Shape server() {
    Server fallback = ConfigurationLoader.SERVER;
    return Shape.keys("Where it listens.")
        .allow("host", Shape.text("The address it listens on.").fallback(fallback.host()))
        .allow(
            "port",
            Shape.either(
                    "The port it listens on; 0: any free one.",
                    Shape.number("", 0, 65535),
                    Shape.text("", REFERENCE, "${env:PORT}"))
                .fallback(fallback.port()))
        .allow(
            "publicUrl",
            Shape.text(
                "How browsers reach it; left out: by host and port.",
                ORIGIN,
                "https://talk.example.com"))
        .allow(
            "maxEventSize",
            Shape.number("How many bytes an event may have.", 1024, 100 << 20)
                .fallback(fallback.maxEventSize()))
        .allow(
            "language",
            Shape.oneOf("Of readers who have not said theirs.", ConfigurationLoader.LANGUAGES)
                .fallback(fallback.language()));
  }

  private static Shape database() {
    return Shape.keys("Where everything is kept; left out: a file of H2 in `data/`.")
        .allow(
            "url",
            Shape.text(
                "Its JDBC URL.",
                "^(jdbc:h2:|jdbc:postgresql:|.*\\$\\{(env|file):)",
                "jdbc:postgresql://db.example.com/causerie"))
        .allow("username", Shape.text("Who connects.").fallback(ConfigurationLoader.USER))
        .allow("password", Shape.text("The password of that user.").secret())
        .allow(
            "poolSize",
            Shape.number("How many connections at most.", 2, 500)
                .fallback(ConfigurationLoader.POOL));
  }

  private static Shape host() {
    return Shape.keys("Give either `secret` or `key`.")
        .require("name", Shape.text("The issuer of the application's tokens.").example("erp"))
        .require(
            "origins",
            Shape.oneOrMore(Shape.text("Where its pages live.", ORIGIN, "https://erp.example.com")))
        .allow("secret", Shape.text("The secret of HS256, of 32 bytes at least.").secret())
        .allow("key", Shape.text("A file with a public key in PEM, for RS256 or ES256."))
        .requireOneOf("secret", "key");
  }
}
