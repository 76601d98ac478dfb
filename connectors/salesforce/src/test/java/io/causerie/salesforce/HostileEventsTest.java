package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.ProducerEvent;
import io.causerie.spi.SourceRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Bytes and schemas that are made to bring down whoever reads them; none holds up the line. */
class HostileEventsTest {
  private final ChangeReader reader = new ChangeReader(new Declared(List.of("Account.Name")));

  private interface Bytes {
    void write(BinaryEncoder out) throws IOException;
  }

  private void refuses(String fields, Bytes bytes) throws Exception {
    Schema schema =
        ChangeReader.schema("{\"type\":\"record\",\"name\":\"E\",\"fields\":[" + fields + "]}");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    bytes.write(encoder);
    encoder.flush();

    assertThatThrownBy(() -> reader.read(schema, out.toByteArray()))
        .isInstanceOf(ChangeReader.UnreadableException.class);
  }

  @Test
  void lengthThatIsOnlySaidTakesNoMemory() throws Exception {
    refuses("{\"name\":\"a\",\"type\":\"string\"}", out -> out.writeLong(2_000_000_000));
    refuses("{\"name\":\"a\",\"type\":\"bytes\"}", out -> out.writeLong(2_000_000_000));
    refuses(
        "{\"name\":\"a\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}",
        out -> out.writeLong(2_000_000_000));
  }

  @Test
  void depthIsNoFaultOfCauserie() throws Exception {
    refuses(
        "{\"name\":\"a\",\"type\":[\"null\",\"E\"]}",
        out -> {
          for (int i = 0; i < 300_000; i++) {
            out.writeIndex(1);
          }
          out.writeIndex(0);
        });
    String open = "{\"type\":\"array\",\"items\":";
    for (int depth : List.of(2_000, 100_000)) {
      String deep = open.repeat(depth) + "\"string\"" + "}".repeat(depth);
      assertThatThrownBy(() -> ChangeReader.schema(deep))
          .isInstanceOf(ChangeReader.UnreadableException.class);
    }
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    for (String json :
        List.of(
            "",
            "{}",
            "\"strange\"",
            "{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}")) {
      assertThatThrownBy(() -> ChangeReader.schema(json))
          .as(json)
          .isInstanceOf(ChangeReader.UnreadableException.class);
    }
  }

  @Test
  void whatCannotBeReadIsKeptWithoutItsWords() {
    ConsumerEvent event =
        ConsumerEvent.newBuilder()
            .setReplayId(ByteString.copyFrom(new byte[] {1, 2}))
            .setEvent(
                ProducerEvent.newBuilder()
                    .setSchemaId("s1")
                    .setPayload(ByteString.copyFromUtf8("what nobody declared")))
            .build();

    SourceRow row = ChangePages.unreadable("crm", "crm-changes", "/data/AllChanges", event);

    assertThat(new String(row.event().data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"schema\":\"s1\",\"replayId\":\"AQI=\",\"bytes\":20}");
  }

  @Test
  void placeThatIsTooLongIsKeptByItsDigest() {
    ConsumerEvent event =
        ConsumerEvent.newBuilder().setReplayId(ByteString.copyFrom(new byte[1 << 20])).build();

    SourceRow row = ChangePages.unreadable("crm", "crm-changes", "/data/AllChanges", event);

    assertThat(row.key()).matches("unreadable/[0-9a-f]{64}");
  }

  @Test
  void anotherRecordIsReadWhereOnlyItsNameIsDeclared() {
    Declared declared =
        new Declared(List.of("Contact.Title", "Contact.Account.Name", "Contact.Site__r.Name"));

    assertThat(declared.follows("Contact", "AccountId")).isTrue();
    assertThat(declared.follows("Contact", "Site__c")).isTrue();
    assertThat(declared.follows("Contact", "OwnerId")).isFalse();
    assertThat(declared.follows("Contact", "Title")).isFalse();
  }
}
