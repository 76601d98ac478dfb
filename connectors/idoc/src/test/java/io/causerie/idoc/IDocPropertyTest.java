package io.causerie.idoc;

import static io.causerie.idoc.IDocs.bytes;
import static io.causerie.idoc.IDocs.document;
import static io.causerie.idoc.IDocs.idoc;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.json.ForeignJson;
import io.causerie.spi.Door;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever bytes come: a refusal that says why, or events whose keys are the same next time. */
@Tag("property")
class IDocPropertyTest {
  private static final Door DOOR = IDocs.door(Map.of("withoutNumber", "digest"));
  private static final Door STRICT = IDocs.door(Map.of("maxIdoc", "2000"));

  private static final byte[] GOOD =
      bytes(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
              + document(
                  idoc("0000000000000017", "<E1EDK01><BELNR>4711</BELNR></E1EDK01>"),
                  idoc(
                      "STATUS",
                      "18",
                      "<E1STATS><STATUS>03</STATUS></E1STATS><E1STATS><STATUS>12</STATUS></E1STATS>")));

  private static final PrintStream ERRORS = System.err;

  /** The parser of the JDK says there what it throws as well, half a million times. */
  @BeforeContainer
  static void quiet() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
  }

  @AfterContainer
  static void aloud() {
    System.setErr(ERRORS);
  }

  private static void holds(byte[] body) {
    // One door or the other, by what comes: each of them meets as many.
    Door door = Math.floorMod(Arrays.hashCode(body), 2) == 0 ? DOOR : STRICT;
    List<Door.Delivery> all = IDocs.posted(door, body);

    assertThat(all).isNotEmpty();
    for (Door.Delivery each : all) {
      if (each.fault() == null) {
        JsonNode data = json(each.event().data());
        assertThat(data.path("EDI_DC40").isObject()).isTrue();
      } else {
        assertThat(Objects.requireNonNull(each.fault()).reason().text()).isNotBlank();
      }
    }
    assertThat(IDocs.posted(door, body))
        .extracting(d -> d.event().id())
        .isEqualTo(all.stream().map(d -> d.event().id()).toList());
  }

  private static JsonNode json(byte[] data) {
    try {
      return ForeignJson.MAPPER.readTree(data);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Property
  void bytesThatMeanNothing(@ForAll byte[] body) {
    holds(body);
  }

  @Property
  void documentWithBytesChanged(@ForAll("changes") List<int[]> changes) {
    byte[] body = GOOD.clone();
    changes.forEach(change -> body[change[0]] = (byte) change[1]);

    holds(body);
  }

  @Provide
  Arbitrary<List<int[]>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, GOOD.length - 1),
            Arbitraries.integers().between(0, 255))
        .as((place, value) -> new int[] {place, value})
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  @Property
  void documentThatEndsSomewhere(@ForAll("lengths") int length) {
    holds(Arrays.copyOf(GOOD, length));
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, GOOD.length - 1);
  }

  @Property
  void markupOfAnyKind(@ForAll("markup") String markup) {
    holds(bytes(markup));
  }

  @Provide
  Arbitrary<String> markup() {
    return Arbitraries.of(
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
            "<?xml version=\"1.1\" encoding=\"IBM500\"?>",
            "<?xml version=\"1.0\"?>",
            "<!DOCTYPE a>",
            "<!DOCTYPE a [<!ENTITY x 'y'>]>",
            "<a>",
            "</a>",
            "<IDOC>",
            "</IDOC>",
            "<EDI_DC40>",
            "</EDI_DC40>",
            "<MESTYP>ORDRSP</MESTYP>",
            "<DOCNUM>17</DOCNUM>",
            "<DOCNUM>&#1;/%#~</DOCNUM>",
            "<SNDPRN>" + "/".repeat(64) + "</SNDPRN>",
            "<E1STATS>",
            "</E1STATS>",
            "<E1STATE/>",
            "<E1ADHDR>",
            "</E1ADHDR>",
            "&x;",
            "&#0;",
            "&#xD800;",
            "]]>",
            "<![CDATA[ x ]]>",
            "<!-- x -->",
            "<?p q?>",
            "text")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  @Property
  void keysOfOthersAreOthers(
      @ForAll("control") List<String> one, @ForAll("control") List<String> other) {
    assertThat(key(one).equals(key(other))).isEqualTo(one.equals(other));
  }

  private static String key(List<String> parts) {
    return new ControlRecord(
            parts.get(0), parts.get(1), parts.get(2), parts.get(3), java.util.Optional.empty())
        .key(parts.get(3));
  }

  @Provide
  Arbitrary<List<String>> control() {
    return Arbitraries.strings().withChars("/%#~2F1a").ofMaxLength(4).list().ofSize(4);
  }
}
