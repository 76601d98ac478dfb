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
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever bytes come: a refusal that says why, or events whose keys are the same next time. */
abstract class AnyBody {
  private static final Door DOOR = IDocs.door(Map.of("withoutNumber", "digest"));
  private static final Door STRICT = IDocs.door(Map.of("maxIdoc", "2000"));

  static final byte[] GOOD =
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

  static void holds(byte[] body) {
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
}
