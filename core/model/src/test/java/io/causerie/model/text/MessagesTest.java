package io.causerie.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.Localized;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
  @ParameterizedTest
  @ValueSource(strings = {"io.causerie.model.text.messages", "io.causerie.model.mapping.messages"})
  void bothLanguagesSayTheSame(String bundle) {
    assertThat(ResourceBundle.getBundle(bundle, Locale.FRENCH).keySet())
        .containsExactlyInAnyOrderElementsOf(
            ResourceBundle.getBundle(bundle, Locale.ROOT).keySet());
  }

  @Test
  void textOfNobodyYetIsInAllLanguages() {
    Localized yes = Messages.of(ReaderContext.class).everywhere("value.yes");

    assertThat(yes.in("en")).isEqualTo("yes");
    assertThat(yes.in("fr")).isEqualTo("oui");
  }

  @Test
  void languageWithoutAFileIsAnsweredInEnglish() {
    Messages messages = Messages.of(ReaderContext.class);

    assertThat(messages.in(Locale.GERMAN, "value.yes")).isEqualTo("yes");
    assertThat(messages.in(Locale.CANADA_FRENCH, "value.yes")).isEqualTo("oui");
  }
}
