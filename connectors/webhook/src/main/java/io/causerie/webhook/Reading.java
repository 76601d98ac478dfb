package io.causerie.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.jq.JqException;
import io.causerie.model.jq.Program;
import io.causerie.model.jq.Run;
import io.causerie.model.time.Written;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What configuration says of where an event tells what it is; each an expression over {@code {body,
 * headers, query, path}}, and {@code item} where the body is split.
 */
record Reading(
    @Nullable Program id,
    @Nullable Program type,
    @Nullable Program time,
    @Nullable Program subject,
    @Nullable Program split) {
  private static final int LONGEST_ID = 2000;
  private static final int LONGEST_TYPE = 500;

  /**
   * What an expression gives.
   *
   * @param run the budget of all expressions on one request, however many events it holds
   */
  static JsonNode value(String key, Program program, Run run, JsonNode in) throws NoEvent {
    try {
      return program.first(run, in).orElse(in.path("?"));
    } catch (JqException e) {
      throw new NoEvent(WebhookWording.FAILED.with(key, e.phrase()));
    }
  }

  /** A text or a number, as text; empty where there is none. */
  private static Optional<String> text(
      String key, @Nullable Program program, Run run, JsonNode in, int most) throws NoEvent {
    if (program == null) {
      return Optional.empty();
    }
    JsonNode value = value(key, program, run, in);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw new NoEvent(WebhookWording.NO_TEXT.with(key));
    }
    String text = value.asText().strip();
    if (text.length() > most) {
      throw new NoEvent(WebhookWording.TOO_LONG.with(key, most));
    }
    return Optional.of(text).filter(t -> !t.isEmpty());
  }

  Optional<String> idOf(Run run, JsonNode in) throws NoEvent {
    return text("id", id, run, in, LONGEST_ID);
  }

  /**
   * What `id` gives of a body without any of its elements: how the sender names all of it, which is
   * none of theirs.
   */
  Optional<String> idOfWhole(Run run, JsonNode in) {
    try {
      return idOf(run, in);
    } catch (NoEvent e) {
      return Optional.empty();
    }
  }

  /** What there is no word for is of the type {@code webhook}. */
  String typeOf(Run run, JsonNode in) throws NoEvent {
    return text("type", type, run, in, LONGEST_TYPE).orElse("webhook");
  }

  Optional<String> subjectOf(Run run, JsonNode in) throws NoEvent {
    return text("subject", subject, run, in, LONGEST_ID);
  }

  Optional<Instant> timeOf(Run run, JsonNode in) throws NoEvent {
    Optional<String> text = text("time", time, run, in, LONGEST_ID);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> moment = Written.instant(text.get(), ZoneOffset.UTC);
    if (moment.isEmpty()) {
      throw new NoEvent(WebhookWording.NO_TIME.with(Written.formOf(text.get())));
    }
    return moment;
  }
}
