package io.causerie.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final String BUNDLE = "io.causerie.model.text.messages";

  @Test
  void bothLanguagesSayTheSame() {
    assertThat(ResourceBundle.getBundle(BUNDLE, Locale.FRENCH).keySet())
        .containsExactlyInAnyOrderElementsOf(
            ResourceBundle.getBundle(BUNDLE, Locale.ROOT).keySet());
  }

  @Test
  void languageWithoutAFileIsAnsweredInEnglish() {
    Messages messages = Messages.of(ReaderContext.class);

    assertThat(messages.in(Locale.GERMAN, "value.yes")).isEqualTo("yes");
    assertThat(messages.in(Locale.CANADA_FRENCH, "value.yes")).isEqualTo("oui");
  }
}
