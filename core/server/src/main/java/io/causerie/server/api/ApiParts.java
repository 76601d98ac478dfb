package io.causerie.server.api;

import io.causerie.engine.Causerie;
import io.causerie.engine.access.Viewer;
import io.causerie.model.text.ReaderContext;
import io.causerie.runtime.ConnectorRuntime;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.FolderState;
import io.causerie.server.live.LiveStreams;
import io.causerie.server.signin.EmbedTokens;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.causerie.server.signin.TokenStore;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What the API speaks for. */
public record ApiParts(
    InForce inForce,
    Causerie causerie,
    ConnectorRuntime runtime,
    TokenStore tokens,
    EmbedTokens embeds,
    LiveStreams live,
    Clock clock,
    Supplier<FolderState> folder) {

  /** As it is now in force. */
  Configuration configuration() {
    return inForce.configuration();
  }

  /** Writes views for who is calling. */
  Render render(Context context) {
    Viewer viewer = Requests.viewer(context);
    InForce.State now = inForce.state();
    return new Render(
        reader(context),
        viewer.person(),
        SignIn.of(context).scopes().contains(Scope.WRITE),
        now.configuration().groups(),
        now.rendered());
  }

  /** The reader's language: as she asks, as her browser asks, as she is known, as the server's. */
  ReaderContext reader(Context context) {
    String language =
        Optional.ofNullable(context.queryParam("lang"))
            .or(() -> accepted(context.header("Accept-Language")))
            .or(() -> Optional.ofNullable(SignIn.of(context).language()))
            .orElse(configuration().server().language());
    return new ReaderContext(Locale.forLanguageTag(language), zone(context));
  }

  private static Optional<String> accepted(@org.jspecify.annotations.Nullable String header) {
    if (header == null || header.isBlank() || header.startsWith("*")) {
      return Optional.empty();
    }
    try {
      return Locale.LanguageRange.parse(header).stream()
          .map(Locale.LanguageRange::getRange)
          .findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ZoneId zone(Context context) {
    try {
      return Optional.ofNullable(context.header("Time-Zone"))
          .map(ZoneId::of)
          .orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }
}
