package io.causerie.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {
  private static final BasicCredentials TWO =
      new BasicCredentials(List.of("sap:first", "sap:sécond"));

  private static boolean shown(String header) {
    return TWO.areShownBy(
        new Door.Request("POST", Map.of("authorization", List.of(header)), new byte[0]));
  }

  private static String encoded(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void oneOfTwoIsEnoughDuringAChange() {
    assertThat(shown("Basic " + encoded("sap:first"))).isTrue();
    assertThat(shown("basic  " + encoded("sap:sécond"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer c2FwOmZpcnN0", "c2FwOmZpcnN0"})
  void whoShowsSomethingElseIsAStranger(String header) {
    assertThat(shown(header)).isFalse();
    assertThat(shown("Basic " + encoded("sap:First"))).isFalse();
    assertThat(
            new BasicCredentials(List.of())
                .areShownBy(new Door.Request("POST", Map.of(), new byte[0])))
        .isFalse();
  }
}
