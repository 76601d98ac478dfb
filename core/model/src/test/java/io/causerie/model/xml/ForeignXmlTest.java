package io.causerie.model.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignXmlTest {
  /** All texts of a document. */
  private static String texts(String xml) throws XMLStreamException {
    XMLStreamReader in = ForeignXml.reader(xml.getBytes(StandardCharsets.UTF_8));
    StringBuilder texts = new StringBuilder();
    while (in.hasNext()) {
      if (in.next() == XMLStreamConstants.CHARACTERS) {
        texts.append('[').append(in.getText()).append(']');
      }
    }
    return texts.toString();
  }

  @Test
  void textsComeWholeWithXmlsOwnEntities() throws Exception {
    assertThat(texts("<a>b &amp; c <![CDATA[<d>]]> &#233;<!-- no --></a>"))
        .isEqualTo("[b & c <d> é]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>",
        "<!DOCTYPE html><html/>"
      })
  void documentTypeIsRefusedWhateverItSays(String xml) {
    assertThatThrownBy(() -> texts(xml)).isInstanceOf(ForeignXml.DoctypeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "<a>", "<a></b>", "<a>&nbsp;</a>", "<a>&", "<a b='&c;'/>", "<a>\0</a>"})
  void whatIsNotWellFormedIsRefused(String xml) {
    assertThatThrownBy(() -> texts(xml)).isInstanceOf(XMLStreamException.class);
  }
}
