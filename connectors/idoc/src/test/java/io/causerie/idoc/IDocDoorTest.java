package io.causerie.idoc;

import static io.causerie.idoc.IDocs.bytes;
import static io.causerie.idoc.IDocs.data;
import static io.causerie.idoc.IDocs.document;
import static io.causerie.idoc.IDocs.door;
import static io.causerie.idoc.IDocs.idoc;
import static io.causerie.idoc.IDocs.posted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Door;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IDocDoorTest {
  private static final Door DOOR = door(Map.of());

  private static Door.Delivery one(String document) {
    List<Door.Delivery> all = posted(DOOR, bytes(document));
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private static String refused(String document) {
    return Objects.requireNonNull(one(document).fault()).reason().text();
  }

  private static Door.Reply reply(Door.Request request) {
    return DOOR.open(request).match(r -> r, d -> new Door.Reply(202, Map.of(), "", ""));
  }

  @Test
  void segmentsAreListsHoweverOftenTheyComeAndFieldsAreTexts() {
    String data =
        data(
            one(
                document(
                    idoc(
                        "0000000000000017",
                        "<E1EDK01 SEGMENT=\"1\"><BELNR> 4711 </BELNR><ZTERM></ZTERM></E1EDK01>"
                            + "<E1EDP01 SEGMENT=\"1\"><POSEX>10</POSEX><E1EDP20 SEGMENT=\"1\"/>"
                            + "<Z1PAINT SEGMENT=\"1\"><ZCOLOUR>RAL 5012</ZCOLOUR></Z1PAINT></E1EDP01>"
                            + "<E1EDP01><POSEX>20</POSEX></E1EDP01>"))));

    assertThat(data)
        .startsWith("{\"EDI_DC40\":{\"MANDT\":\"100\",\"DOCNUM\":\"0000000000000017\",")
        .contains("\"E1EDK01\":[{\"BELNR\":\"4711\",\"ZTERM\":\"\"}]")
        .endsWith(
            "\"E1EDP01\":[{\"POSEX\":\"10\",\"E1EDP20\":[{}],\"Z1PAINT\":[{\"ZCOLOUR\":\"RAL 5012\"}]},{\"POSEX\":\"20\"}]}");
  }

  @Test
  void itIsKnownByItsClientSenderTypeAndNumberAndDatedByTheZoneOfItsSystem() {
    Door paris = door(Map.of("zone", "Europe/Paris"));
    String document = document(idoc("0000000000000017", ""));

    Door.Delivery told = posted(paris, bytes(document)).get(0);

    assertThat(told.event().id()).isEqualTo("100/S4PCLNT100/ORDRSP/0000000000000017");
    assertThat(told.event().type()).isEqualTo("ORDRSP");
    assertThat(told.event().source()).isEqualTo("/s4/s4-idocs");
    assertThat(told.event().time()).isEqualTo(Instant.parse("2026-11-23T07:15:02Z"));
    assertThat(one(document).event().time()).isEqualTo(Instant.parse("2026-11-23T08:15:02Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "<CRETIM>081502</CRETIM>, <CRETIM/>, 2026-11-23T00:00:00Z",
    "<CRETIM>081502</CRETIM>, '', 2026-11-23T00:00:00Z",
    "<CREDAT>20261123</CREDAT>, <CREDAT>00000000</CREDAT>,",
    "<CREDAT>20261123</CREDAT>, <CREDAT>20261332</CREDAT>,",
    "<CREDAT>20261123</CREDAT>, '',",
  })
  void timeThatIsNotToldIsNone(String said, String instead, Instant time) {
    assertThat(one(document(idoc("17", "")).replace(said, instead)).event().time()).isEqualTo(time);
  }

  @Test
  void severalInOneDocumentAreEventsOfTheirOwnInTheirOrder() {
    List<Door.Delivery> all =
        posted(DOOR, bytes(document(idoc("1", ""), idoc("", ""), idoc("INVOIC", "3", ""))));

    assertThat(all).extracting(d -> d.event().type()).containsExactly("ORDRSP", "ORDRSP", "INVOIC");
    assertThat(all).extracting(d -> d.fault() == null).containsExactly(true, false, true);
  }

  @Test
  void withoutANumberItIsKeptAsFailedOrKnownByTheBytesItCameIn() {
    byte[] document = bytes(document(idoc("0000000000000000", ""), idoc("", "")));

    List<Door.Delivery> known = posted(door(Map.of("withoutNumber", "digest")), document);

    assertThat(posted(DOOR, document))
        .allSatisfy(
            d ->
                assertThat(Objects.requireNonNull(d.fault()).reason().text())
                    .contains("has no DOCNUM", "`digest`"));
    assertThat(known).allMatch(d -> d.fault() == null);
    assertThat(known).extracting(d -> d.event().id()).doesNotHaveDuplicates();
    assertThat(posted(door(Map.of("withoutNumber", "digest")), document))
        .extracting(d -> d.event().id())
        .isEqualTo(known.stream().map(d -> d.event().id()).toList());
    assertThat(posted(DOOR, document))
        .as("what was refused must not be taken for what is told later")
        .extracting(d -> d.event().id())
        .doesNotContainAnyElementsOf(known.stream().map(d -> d.event().id()).toList());
  }

  @Test
  void oneOfManyThingsIsAnEventForEach() {
    String status =
        idoc(
            "STATUS",
            "9",
            "<E1STATS><DOCNUM>1</DOCNUM><STATUS>03</STATUS></E1STATS>"
                + "<E1STATS><DOCNUM>2</DOCNUM><STATUS>12</STATUS></E1STATS>");
    String audit =
        idoc(
            "ALEAUD",
            "9",
            "<E1ADHDR><MESTYP>ORDRSP</MESTYP><E1STATE><DOCNUM>1</DOCNUM></E1STATE><E1STATE><DOCNUM>2</DOCNUM></E1STATE></E1ADHDR>"
                + "<E1ADHDR><MESTYP>INVOIC</MESTYP><E1STATE><DOCNUM>3</DOCNUM></E1STATE></E1ADHDR>");

    List<Door.Delivery> all = posted(DOOR, bytes(document(status, audit)));

    assertThat(all)
        .extracting(d -> d.event().id().replaceFirst(".*/", ""))
        .containsExactly("9#1", "9#2", "9#1", "9#2", "9#3");
    assertThat(data(all.get(1))).endsWith("\"E1STATS\":[{\"DOCNUM\":\"2\",\"STATUS\":\"12\"}]}");
    assertThat(data(all.get(4)))
        .endsWith("\"E1ADHDR\":[{\"MESTYP\":\"INVOIC\",\"E1STATE\":[{\"DOCNUM\":\"3\"}]}]}");
  }

  @Test
  void partsThatWouldRepeatTooMuchAreRefused() {
    String many = "<E1STATS><STATUS>03</STATUS></E1STATS>".repeat(2000);
    String heavy = "<E1REST><TEXT>" + "x".repeat(20_000) + "</TEXT></E1REST>";

    assertThat(posted(DOOR, bytes(document(idoc("STATUS", "9", many))))).hasSize(2000);
    assertThat(refused(document(idoc("STATUS", "9", many + heavy)))).contains("2000 parts");
  }

  @Test
  void fieldThatSaysThatItIsNotToldIsLeftOut() {
    String data =
        data(
            one(
                document(
                    idoc(
                        "MATMAS",
                        "1",
                        "<E1MARAM SEGMENT=\"1\"><MTART>/</MTART><MATKL>a/b</MATKL></E1MARAM>"
                            + "<E1MTXLM SEGMENT=\"1\"><TDFORMAT>/</TDFORMAT></E1MTXLM>"))));

    assertThat(data).contains("\"E1MARAM\":[{\"MATKL\":\"a/b\"}]", "[{\"TDFORMAT\":\"/\"}]");
  }

  @Test
  void wrappedInAnEnvelopeAndWithPrefixesItIsFound() {
    String wrapped =
        "<s:Envelope xmlns:s=\"urn:s\"><s:Body><n:ORDERS05 xmlns:n=\"urn:n\">"
            + idoc("17", "")
            + "</n:ORDERS05></s:Body></s:Envelope>";

    assertThat(one(wrapped).event().id()).endsWith("/17");
  }

  @ParameterizedTest
  @CsvSource({
    "http://schemas.xmlsoap.org/soap/envelope/, text/xml",
    "http://www.w3.org/2003/05/soap-envelope, application/soap+xml"
  })
  void whoeverSendsInAnEnvelopeOfSoapIsAnsweredInOne(String namespace, String type) {
    String envelope =
        "<s:Envelope xmlns:s=\"%s\"><s:Body>%s</s:Body></s:Envelope>"
            .formatted(namespace, document(idoc("17", "")));

    assertThat(taken(envelope))
        .isEqualTo(
            new Door.Reply(
                200,
                Map.of("Content-Type", type + "; charset=utf-8"),
                "",
                "<soap:Envelope xmlns:soap=\"%s\"><soap:Body/></soap:Envelope>"
                    .formatted(namespace)));
    assertThat(taken(envelope.replace(namespace, "urn:s"))).isNull();
    assertThat(taken(document(idoc("17", "")))).isNull();
    assertThat(taken("no XML")).isNull();
  }

  private static Door.@Nullable Reply taken(String body) {
    return DOOR.open(Requests.posted("sap:secret", bytes(body)))
        .<Optional<Door.Reply>>match(
            Optional::of, deliveries -> Optional.ofNullable(deliveries.taken()))
        .orElse(null);
  }

  /** The parser would say so on standard error. */
  @ParameterizedTest
  @ValueSource(strings = {"c328", "ff", "eda080"})
  void bytesThatAreNoLettersAreRefusedWithTheirReason(String hex) {
    byte[] wrong = HexFormat.of().parseHex(hex);
    byte[] begin = bytes("<ORDERS05><IDOC>");
    byte[] body = Arrays.copyOf(begin, begin.length + wrong.length);
    System.arraycopy(wrong, 0, body, begin.length, wrong.length);

    assertThat(Objects.requireNonNull(posted(DOOR, body).get(0).fault()).reason())
        .asString()
        .startsWith("it is no XML that is taken");
  }

  @ParameterizedTest
  @CsvSource({
    "<?xml version='1.0' encoding='ISO-8859-1'?>, ISO-8859-1, text/xml",
    "<?xml version='1.0' encoding='ISO-8859-1'?>, ISO-8859-1, text/xml; charset=utf-8",
    "<?xml version='1.0' encoding='utf-8'?>, UTF-8, application/xml",
    "<?xml version='1.0' encoding='windows-1252'?>, windows-1252, text/xml",
    "<?xml version='1.0' encoding='UTF-16'?>, UTF-16, text/xml",
    "'', UTF-8, text/xml",
    "<?xml version='1.0'?>, ISO-8859-1, text/xml; charset=\"iso-8859-1\"",
    "'', ISO-8859-2, application/x-sap.idoc;charset=ISO-8859-2",
  })
  void lettersAreReadAsTheDocumentSaysElseAsTheRequestDoes(
      String first, String charset, String type) {
    String document = first + document(idoc("17", "<E1EDKA1><NAME1>Möwe, Süßes</NAME1></E1EDKA1>"));

    List<Door.Delivery> all = posted(DOOR, type, document.getBytes(Charset.forName(charset)));

    assertThat(data(all.get(0))).contains("\"NAME1\":\"Möwe, Süßes\"");
  }

  @Test
  void markBeforeTheFirstLineIsNoLetter() {
    assertThat(one("\ufeff" + document(idoc("17", ""))).event().id()).endsWith("/17");
  }

  @Test
  void lettersThatAreNoneOfTheCharsetAreRefused() {
    byte[] latin =
        document(idoc("17", "<E1A><B>Möwe</B></E1A>")).getBytes(StandardCharsets.ISO_8859_1);

    Door.Delivery kept = posted(DOOR, latin).get(0);

    assertThat(Objects.requireNonNull(kept.fault()).reason().text()).contains("no XML");
    assertThat(kept.event().data()).as("for whoever looks into it").isEqualTo(latin);
    assertThat(
            Objects.requireNonNull(posted(DOOR, "text/xml; charset=klingon", latin).get(0).fault())
                .reason()
                .text())
        .contains("klingon");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><IDOC>&x;</IDOC></a>",
        "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'>]><a><IDOC>&y;</IDOC></a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>",
      })
  void documentTypeIsRefused(String document) {
    assertThat(refused(document)).contains("document type");
  }

  @Test
  void whatIsNoIDocSaysSo() {
    assertThat(refused("")).contains("nothing in it");
    assertThat(refused("{\"json\":true}")).contains("no XML", "line 1");
    assertThat(refused("<a><b/></a>")).contains("no element in it is an IDOC");
    assertThat(refused("<IDOC/>")).contains("EDI_DC40");
    assertThat(refused("<a><IDOC><EDI_DC40/><EDI_DC40/></IDOC></a>")).contains("two control");
    assertThat(refused("<a><IDOC><EDI_DC40><DOCNUM>1</DOCNUM></EDI_DC40></IDOC></a>"))
        .contains("MESTYP");
    assertThat(refused(document(idoc("1".repeat(65), "")))).contains("DOCNUM", "64");
    assertThat(refused(document(idoc("17", "<E1A><B>1</B><B>2</B></E1A>")))).contains("B", "twice");
    assertThat(refused(document(idoc("17", "<E1A>".repeat(41) + "</E1A>".repeat(41)))))
        .contains("40 deep");
    assertThat(refused("<a>".repeat(100_000))).contains("40 deep");
  }

  @Test
  void oneThatIsTooLargeIsRefusedAndItsNeighboursAreNot() {
    Door door = door(Map.of("maxIdoc", "1024"));
    String large = idoc("1", "<E1A><B>" + "x".repeat(2000) + "</B></E1A>");
    String many = idoc("1", "<E1A/>".repeat(200));

    List<Door.Delivery> all = posted(door, bytes(document(large, idoc("2", ""), many)));

    assertThat(all).extracting(d -> d.fault() == null).containsExactly(false, true, false);
    assertThat(Objects.requireNonNull(all.get(0).fault()).reason().text())
        .contains("1024 characters", "`maxIdoc`");
  }

  @Test
  void tooManyAtOnceAreRefused() {
    String[] many =
        IntStream.rangeClosed(1, 10_001).mapToObj(i -> idoc("" + i, "")).toArray(String[]::new);

    assertThat(refused(document(many))).contains("10000");
  }

  @Test
  void onlyWhoShowsOneOfTheCredentialsMaySend() {
    byte[] body = bytes(document(idoc("17", "")));

    assertThat(reply(Requests.posted("sap:wrong", body)).status()).isEqualTo(401);
    assertThat(reply(new Door.Request("POST", Map.of(), body)).status()).isEqualTo(401);
    assertThat(
            reply(new Door.Request("POST", Map.of("authorization", List.of("Basic %%%")), body))
                .status())
        .isEqualTo(401);
    assertThat(reply(new Door.Request("GET", Map.of(), body)).status()).isEqualTo(405);
    assertThat(reply(Requests.posted("sap:secret", body)).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "folder, idocs, an absolute path",
    "folder, /, an absolute path",
    "files, *.xml, without `folder`",
    "zone, Mars/Olympus, a zone",
    "withoutNumber, guess, `digest`",
  })
  void whatIsWrongIsTold(String key, String value, String expected) {
    assertThatThrownBy(() -> kindOf(Map.of(key, List.of(value))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void eitherFromAFolderOrByHttp() {
    assertThatThrownBy(() -> kindOf(Map.of()))
        .hasMessageContaining("nobody could send")
        .hasMessageContaining("`folder`");
    assertThatThrownBy(
            () ->
                kindOf(Map.of("folder", List.of("/x"), "verify.basic.credentials", List.of("a:b"))))
        .hasMessageContaining("means nothing beside `folder`");
    assertThatThrownBy(() -> kindOf(Map.of("folder", List.of("/x"), "files", List.of("[a"))))
        .hasMessageContaining("glob");
  }

  @Test
  void nobodyGuessesWhereTheSystemIs() {
    assertThatThrownBy(() -> kindOf(Map.of("folder", List.of("/x"))))
        .hasMessageContaining("where the SAP system is");
  }

  private static void kindOf(Map<String, List<String>> values) throws ConfigException {
    new IDocKind().connector(new ConnectorContext("s4", "s4-idocs", IDocs.CLOCK, values)).close();
  }
}
