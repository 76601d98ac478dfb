package io.causerie.idoc;

import static io.causerie.idoc.IDocs.bytes;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Bodies that nearly are documents; a class of its own, so that two are tried at once. */
@Tag("property")
class IDocMarkupPropertyTest extends AnyBody {
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
}
