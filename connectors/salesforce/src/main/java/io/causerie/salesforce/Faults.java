package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.http.Answer;
import io.causerie.http.HttpFaults;
import io.causerie.http.Json;
import io.causerie.http.Trouble;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** What is wrong with an org, or with what is asked of it. */
final class Faults {
  /** What to do about the usual troubles, in the words of this kind's keys. */
  static final Map<Trouble, Wording> REMEDIES =
      Map.of(
          Trouble.FORBIDDEN, SalesforceWording.AUTHORIZE,
          Trouble.NOT_FOUND, SalesforceWording.CHECK_URL,
          Trouble.REQUEST, SalesforceWording.CHECK_REQUEST);

  /** Salesforce answers some limits with 403, which is no matter of rights. */
  private static final Set<String> LIMITS =
      Set.of(
          "REQUEST_LIMIT_EXCEEDED",
          "SERVER_UNAVAILABLE",
          "UNABLE_TO_LOCK_ROW",
          "QUERY_TIMEOUT",
          "REQUEST_RUNNING_TOO_LONG",
          "LIMIT_EXCEEDED");

  private static final Set<String> FIELDS =
      Set.of("INVALID_FIELD", "INVALID_TYPE", "MALFORMED_QUERY", "INVALID_QUERY_FILTER_OPERATOR");

  private static final int LONGEST = 300;

  private Faults() {}

  /** The {@code errorCode} of an answer; empty where it has none. */
  static String code(Answer answer) {
    String code = first(answer).path("errorCode").asText();
    return code.matches("[A-Z0-9_]{1,80}") ? code : "";
  }

  private static JsonNode first(Answer answer) {
    try {
      JsonNode said = Json.MAPPER.readTree(answer.body());
      return said.isArray() ? said.path(0) : said;
    } catch (IOException e) {
      return Json.MAPPER.missingNode();
    }
  }

  /** An answer other than 2xx. */
  static SourceException answered(Answer answer, HttpFaults faults) {
    String code = code(answer);
    if (LIMITS.contains(code)) {
      return new SourceException(
          Fault.TEMPORARY,
          SalesforceWording.OVER_LIMIT.with(code),
          SalesforceWording.AWAIT_LIMIT.with(),
          null);
    }
    if (FIELDS.contains(code)) {
      return new SourceException(
          Fault.CONFIGURATION,
          SalesforceWording.SAID.with(answer.from().host(), answer.status(), code, words(answer)),
          SalesforceWording.CHECK_FIELDS.with(),
          null);
    }
    return faults.answered(answer, code.isEmpty() ? "" : code + " " + words(answer));
  }

  private static String words(Answer answer) {
    String words =
        first(answer).path("message").asText().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "...";
  }

  static SourceException badAnswer(Phrase message, Phrase remedy) {
    return new SourceException(Fault.BAD_ANSWER, message, remedy, null);
  }

  static SourceException configuration(Phrase message, Phrase remedy) {
    return new SourceException(Fault.CONFIGURATION, message, remedy, null);
  }
}
