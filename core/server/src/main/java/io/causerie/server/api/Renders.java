package io.causerie.server.api;

import io.causerie.engine.access.Viewer;
import io.causerie.model.text.ReaderContext;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.SignIn;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For whom an answer is written. */
public final class Renders {
  private final InForce inForce;

  public Renders(InForce inForce) {
    this.inForce = inForce;
  }

  /** Writes views for who is calling. */
  public Render render(Context context) {
    Viewer viewer = Requests.viewer(context);
    InForce.State now = inForce.state();
    return new Render(
        reader(context),
        viewer.person(),
        SignIn.of(context).scopes().contains(Scope.WRITE),
        now.configuration().groups(),
        now.configuration().systemTitles(),
        now.rendered());
  }

  /** The reader's language: as she asks, as her browser asks, as she is known, as the server's. */
  public ReaderContext reader(Context context) {
    String language =
        Optional.ofNullable(context.queryParam("lang"))
            .or(() -> accepted(context.header("Accept-Language")))
            .or(() -> Optional.ofNullable(SignIn.of(context).language()))
            .orElse(inForce.configuration().server().language());
    return new ReaderContext(Locale.forLanguageTag(language), zone(context));
  }

  private static Optional<String> accepted(@Nullable String header) {
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
