package io.causerie.model.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignXmlTest {
  /** All texts of a document. */
  private static String texts(String xml) throws XMLStreamException {
    return texts(ForeignXml.reader(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static String texts(XMLStreamReader in) throws XMLStreamException {
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

  @Test
  void ofWhatIsNotHeldTextsComeInPieces() throws Exception {
    String text = "x".repeat(100_000);
    XMLStreamReader in =
        ForeignXml.inPieces(
            new ByteArrayInputStream(
                ("<a>" + text + "&amp;</a>").getBytes(StandardCharsets.UTF_8)));
    int longest = 0;
    int all = 0;
    while (in.hasNext()) {
      if (in.next() == XMLStreamConstants.CHARACTERS) {
        longest = Math.max(longest, in.getTextLength());
        all += in.getTextLength();
      }
    }

    assertThat(all).isEqualTo(100_001);
    assertThat(longest).isLessThan(50_000);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ISO-8859-1, é",
    "<?xml version='1.0'?>, ISO-8859-1, é",
    "<?xml version='1.0' encoding='ISO-8859-1'?>, UTF-8, é",
  })
  void charsetThatWasSaidCountsWhereTheDocumentSaysNone(String first, String said, String text)
      throws Exception {
    byte[] xml = (first + "<a>é</a>").getBytes(StandardCharsets.ISO_8859_1);
    XMLStreamReader in = ForeignXml.reader(xml, Charset.forName(said));

    while (in.next() != XMLStreamConstants.CHARACTERS) {
      // Up to its text.
    }
    assertThat(in.getText()).isEqualTo(text);
  }

  @Test
  void markBeforeTheFirstLineCountsMoreThanWhatWasSaid() throws Exception {
    byte[] xml = "\ufeff<a>é</a>".getBytes(StandardCharsets.UTF_8);
    XMLStreamReader in = ForeignXml.reader(xml, StandardCharsets.ISO_8859_1);

    while (in.next() != XMLStreamConstants.CHARACTERS) {
      // Up to its text.
    }
    assertThat(in.getText()).isEqualTo("é");
  }

  /** The parser would say so on standard error, or take another letter for it. */
  @ParameterizedTest
  @CsvSource({
    "UTF-8, 3c613ec3283c2f613e",
    "UTF-8, 3c613ec3",
    "UTF-8, 3c613eeda0803c2f613e",
    "UTF-8, 3c613ec0bc3c2f613e",
    "US-ASCII, 3c613ee93c2f613e",
    "UTF-16BE, 003c0061003ed8000041003c002f0061003e"
  })
  void bytesThatAreNoneOfTheirCharsetAreRefusedInSilence(String said, String hex) {
    byte[] xml = HexFormat.of().parseHex(hex);
    PrintStream errors = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(() -> texts(ForeignXml.reader(xml, Charset.forName(said))))
          .isInstanceOf(XMLStreamException.class);
      assertThatThrownBy(() -> texts(ForeignXml.inPieces(new ByteArrayInputStream(xml))))
          .as("as UTF-8, or by its zeros")
          .isInstanceOf(XMLStreamException.class);
    } finally {
      System.setErr(errors);
    }
    assertThat(told.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Property
  @Tag("property")
  void whateverTheBytesAreItIsReadOrRefused(@ForAll("beginnings") byte[] xml) {
    try {
      XMLStreamReader in = ForeignXml.reader(xml);
      while (in.hasNext()) {
        in.next();
      }
    } catch (XMLStreamException e) {
      assertThat(e).as("no other exception").isNotNull();
    }
  }

  /** Of documents that name a charset, most of which are written in another. */
  @Provide
  Arbitrary<byte[]> beginnings() {
    Arbitrary<byte[]> anything = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
    Arbitrary<String> charset =
        Arbitraries.of(
            "UTF-8",
            "UTF-16",
            "UTF-16BE",
            "UTF-32",
            "ISO-8859-1",
            "US-ASCII",
            "IBM500",
            "Big5",
            "UCS-4",
            "ISO-2022-JP",
            "no such",
            "x-UTF-16LE-BOM");
    return Combinators.combine(charset, anything)
        .as(
            (name, rest) -> {
              byte[] first =
                  ("<?xml version='1.0' encoding='" + name + "'?><a>")
                      .getBytes(StandardCharsets.US_ASCII);
              byte[] all = Arrays.copyOf(first, first.length + rest.length);
              System.arraycopy(rest, 0, all, first.length, rest.length);
              return all;
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "<a>", "<a></b>", "<a>&nbsp;</a>", "<a>&", "<a b='&c;'/>", "<a>\0</a>"})
  void whatIsNotWellFormedIsRefused(String xml) {
    assertThatThrownBy(() -> texts(xml)).isInstanceOf(XMLStreamException.class);
  }
}
