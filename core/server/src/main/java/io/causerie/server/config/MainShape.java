package io.causerie.server.config;

import io.causerie.model.text.Messages;
import io.causerie.model.yaml.Shape;
import io.causerie.server.config.Configuration.Server;

/** What {@link ConfigurationLoader} reads of {@code causerie.yaml}. */
final class MainShape {
  /** What the id of a key of accounts looks like. */
  static final String KEY_ID = "^[A-Za-z0-9._-]{1,64}$";

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
            "people",
            Shape.keys("Who says who people are, beside `people.yaml`.")
                .allow(
                    "claimsLapse",
                    Shape.duration(
                            "How long what a sign-in says of a person counts when she does not sign in again.")
                        .fallback("P" + ConfigurationLoader.CLAIMS_LAPSE.toDays() + "D")))
        .allow(
            "accounts",
            Shape.keys("Accounts of their own in systems, which people connect.")
                .allow(
                    "keys",
                    Shape.list(
                        "Keys under which what is granted is kept; the first enciphers, the others decipher only.",
                        Shape.keys("")
                            .require(
                                "id", Shape.text("What it is called; it stays.", KEY_ID, "2026"))
                            .require(
                                "secret",
                                Shape.text("32 characters at least, by chance.")
                                    .example("${env:ACCOUNT_KEY}")))))
        .allow("files", FilesBlock.shape())
        .allow("webhooks", WebhooksBlock.shape())
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
            "healthPort",
            Shape.number(
                "A port of its own for health and metrics, answered whatever the other does.",
                0,
                65535))
        .allow(
            "forwarded",
            Shape.truth("Whether a proxy in front says in X-Forwarded-For who asks.")
                .fallback(fallback.forwarded()))
        .allow(
            "securityContact",
            Shape.text(
                "Where finds are reported; told in /.well-known/security.txt.",
                "^(mailto:|https://|.*\\$\\{(env|file):)",
                "mailto:security@example.com"))
        .allow("limits", limits())
        .allow(
            "console",
            Shape.keys("The operator's console.")
                .allow(
                    "writes",
                    Shape.truth(
                            "Whether it writes systems, mappings and new secrets into this folder; it"
                                + " shows them otherwise.")
                        .fallback(fallback.console().writes())))
        .allow(
            "language",
            Shape.oneOf("Of readers who have not said theirs.", Messages.LANGUAGES)
                .fallback(fallback.language()));
  }

  private static Shape limits() {
    Configuration.Limits fallback = ConfigurationLoader.SERVER.limits();
    return Shape.keys("How often in a minute: by a person; by an address ten times that.")
        .allow("signIns", limit("Signing in, by an address.", fallback.signIns()))
        .allow("embeds", limit("Frames that are opened, by an address.", fallback.embeds()))
        .allow("writes", limit("Posts, comments, edits and acts.", fallback.writes()))
        .allow("reactions", limit("Reactions.", fallback.reactions()))
        .allow("searches", limit("Completion, previews and searches.", fallback.searches()));
  }

  private static Shape limit(String help, int fallback) {
    return Shape.number(help, 1, 1_000_000).fallback(fallback);
  }

  private static Shape database() {
    return Shape.keys("Where everything is kept; left out: a file of H2 in `data/`.")
        .allow(
            "url",
            Shape.text(
                "Its JDBC URL; the path of a file of H2 is relative to the folder.",
                "^(jdbc:h2:|jdbc:postgresql:|.*\\$\\{(env|file):)",
                "jdbc:postgresql://db.example.com/causerie"))
        .allow("username", Shape.text("Who connects.").fallback(ConfigurationLoader.USER))
        .allow("password", Shape.text("The password of that user.").secret())
        .allow(
            "poolSize",
            Shape.number("How many connections at most, half of them for reads.", 4, 500)
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
        .allow(
            "systems", Shape.oneOrMore(Shape.text("Whose records it may show; left out: of all.")))
        .allow(
            "persons",
            Shape.oneOrMore(Shape.text("Whom it may vouch for; left out with groups: everybody.")))
        .allow("groups", Shape.oneOrMore(Shape.text("Whose members it may vouch for.")))
        .requireOneOf("secret", "key");
  }
}
