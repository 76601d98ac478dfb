package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.phrase.Phrase;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotesTest {
  private static String without(String message, String data) {
    return Quotes.without(Phrase.quoted(message), data.getBytes(StandardCharsets.UTF_8)).text();
  }

  @Test
  void valuesOfTheEventAreNamedByTheirPaths() {
    String data =
        """
        {"partner":{"name":"Müller & Söhne"},"lines":[{"amount":4711.50,"sku":"A"}],"name":"lines"}
        """;

    assertThat(without("no customer MÜLLER & SÖHNE; amount 4711.50 of A is too high", data))
        .isEqualTo("no customer </partner/name>; amount </lines/0/amount> of A is too high");
    assertThat(without("/partner/name is missing; add it", "{\"other\":\"Ada\"}"))
        .isEqualTo("/partner/name is missing; add it");
  }

  @Test
  void longerValueGoesFirstAndPathsAreNoValues() {
    assertThat(without("Ada Lovelace", "{\"a\":\"Ada\",\"full\":\"Ada Lovelace\",\"c\":\"full\"}"))
        .isEqualTo("</full>");
  }

  @Test
  void ofDataThatCannotBeReadNothingIsQuoted() {
    assertThat(without("not so: <secret>4711</secret>", "<secret>4711</secret>"))
        .doesNotContain("4711");
  }

  @Test
  void sentenceOfCauserieKeepsItsCodeUnlessItQuotesAValue() {
    Phrase said = RouteWording.NO_HEADER.with("ce-type");

    assertThat(Quotes.without(said, "{\"a\":\"Ada\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(said);
    assertThat(Quotes.without(said, "{\"a\":\"ce-type\"}".getBytes(StandardCharsets.UTF_8)).code())
        .isEmpty();
    assertThat(Quotes.without(said, new byte[] {91}).code()).contains("route.rejected-unreadable");
  }
}
