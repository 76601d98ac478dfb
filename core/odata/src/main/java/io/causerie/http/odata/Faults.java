package io.causerie.http.odata;

import io.causerie.http.Trouble;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.util.Map;

/** What is wrong with a service, or with what is asked of it. */
final class Faults {
  /** What to do about the usual troubles, in the words of this kind's keys. */
  static final Map<Trouble, Wording> REMEDIES =
      Map.of(
          Trouble.FORBIDDEN, ODataWording.AUTHORIZE,
          Trouble.NOT_FOUND, ODataWording.CHECK_ENTITY_SET,
          Trouble.FORM, ODataWording.CHECK_VERSION,
          Trouble.REQUEST, ODataWording.CHECK_QUERY,
          Trouble.NETWORK, ODataWording.CHECK_NETWORK,
          Trouble.TOO_LARGE, ODataWording.ASK_LESS,
          Trouble.HALF, ODataWording.LOWER_PAGE,
          Trouble.PAGE, ODataWording.CHECK_SIGN_IN,
          Trouble.NO_JSON, ODataWording.NEEDS_JSON);

  private Faults() {}

  static SourceException badAnswer(Phrase message, Phrase remedy) {
    return new SourceException(Fault.BAD_ANSWER, message, remedy, null);
  }

  static SourceException configuration(Phrase message, Phrase remedy) {
    return new SourceException(Fault.CONFIGURATION, message, remedy, null);
  }
}
