package io.causerie.salesforce.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.FetchResponse;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.salesforce.fake.store.Field;
import io.causerie.salesforce.fake.store.FieldType;
import io.causerie.testkit.SettableClock;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream as its documents tell it. */
class PubSubTest {
  private static final String CHANNEL = "/data/Causerie__chn";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00.250Z"));
  private final FakeSalesforce salesforce =
      FakeSalesforce.with().clock(clock).grace(Duration.ZERO).start();
  private String ada = "";
  private Caller caller = new Caller(salesforce, "");

  @BeforeEach
  void signIn() {
    ada = salesforce.org().user("ada@acme.example", "Ada", "Stone");
    salesforce.bus().channel("Causerie__chn", "Account", "Contact", "Opportunity");
    caller.header("accesstoken", salesforce.sessions().open(ada, "test"));
  }

  @AfterEach
  void close() {
    caller.close();
    salesforce.close();
  }

  private String account(String name) {
    return salesforce.org().insert(ada, "Account", Map.of("Name", name));
  }

  private void accounts(int count) {
    for (int i = 0; i < count; i++) {
      account("Acme " + i);
    }
  }

  private static GenericRecord header(GenericRecord event) {
    return (GenericRecord) event.get("ChangeEventHeader");
  }

  private static List<String> texts(GenericRecord header, String field) {
    return ((List<?>) header.get(field)).stream().map(Object::toString).toList();
  }

  @Test
  void aStreamGivesAsManyAsWereAskedForAndEndsWhenNoneIsPending() {
    accounts(5);
    Caller.Stream stream = caller.earliest(CHANNEL, 3);

    FetchResponse first = stream.response();
    assertThat(first.getEventsCount()).isEqualTo(3);
    assertThat(first.getPendingNumRequested()).isZero();
    assertThat(first.getLatestReplayId()).isEqualTo(first.getEvents(2).getReplayId());
    assertThat(stream.next()).isEqualTo("end");
  }

  @Test
  void moreThatIsAskedForMeanwhileIsAdded() {
    accounts(1);
    Caller.Stream stream = caller.earliest(CHANNEL, 2);
    assertThat(stream.response().getPendingNumRequested()).isEqualTo(1);

    stream.ask(2);
    int pending;
    do {
      // Until the request has arrived.
      salesforce.pubsub().keepAlive();
      pending = stream.response().getPendingNumRequested();
    } while (pending != 3);
    accounts(4);

    assertThat(stream.events(3)).hasSize(3);
    assertThat(stream.next()).isEqualTo("end");
  }

  @Test
  void withSomeGraceMoreIsAskedForWhenNoneIsPending() {
    try (FakeSalesforce other =
            FakeSalesforce.with().clock(clock).grace(Duration.ofMinutes(5)).start();
        Caller again = new Caller(other, "")) {
      String ben = other.org().user("ben@acme.example", "Ben", "Okafor");
      again.header("accesstoken", other.sessions().open(ben, "test"));
      other.bus().select("Account");
      other.org().insert(ben, "Account", Map.of("Name", "One"));
      other.org().insert(ben, "Account", Map.of("Name", "Two"));

      Caller.Stream stream = again.earliest("/data/ChangeEvents", 1);
      stream.events(1);
      stream.ask(1);

      assertThat(stream.events(1)).hasSize(1);
    }
  }

  @Test
  void whatWasAskedForIsWithinItsBounds() {
    for (int asked : new int[] {0, -1, 101}) {
      StatusRuntimeException error = caller.earliest(CHANNEL, asked).error();
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(Caller.code(error)).isEqualTo("subscription.fetch.requested.events.invalid");
    }
  }

  @Test
  void aPresetThatIsUnsetOrNoneIsRefused() {
    Caller.Stream unset = caller.stream();
    unset.send(FetchRequest.newBuilder().setTopicName(CHANNEL).setNumRequested(1).build());
    assertThat(unset.error().getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);

    Caller.Stream wrong = caller.stream();
    wrong.send(
        FetchRequest.newBuilder()
            .setTopicName(CHANNEL)
            .setReplayPresetValue(7)
            .setNumRequested(1)
            .build());
    assertThat(wrong.error().getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);

    Caller.Stream without = caller.stream();
    without.send(Caller.first(CHANNEL, ReplayPreset.CUSTOM, 1).build());
    assertThat(Caller.code(without.error()))
        .isEqualTo("subscription.fetch.replayid.validation.failed");
  }

  @Test
  void aStreamBeginsAfterAnId() {
    accounts(3);
    List<ConsumerEvent> all = caller.earliest(CHANNEL, 3).events(3);
    ByteString first = all.get(0).getReplayId();

    assertThat(first.size()).isEqualTo(10);
    assertThat(first.byteAt(9)).isZero();
    assertThat(caller.after(CHANNEL, first, 2).events(2)).isEqualTo(all.subList(1, 3));
  }

  @Test
  void anIdThatIsTooOldOrNoneIsCorrupted() {
    accounts(1);
    ByteString id = caller.earliest(CHANNEL, 1).events(1).get(0).getReplayId();
    clock.tick(Duration.ofHours(73));
    signInAgain();

    List<ByteString> wrong =
        List.of(
            id,
            ByteString.copyFrom("18098167", StandardCharsets.US_ASCII),
            ByteString.copyFrom(new byte[10]),
            ByteString.copyFrom(new byte[3]));
    for (ByteString each : wrong) {
      StatusRuntimeException error = caller.after(CHANNEL, each, 1).error();
      assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(Caller.code(error)).isEqualTo("subscription.fetch.replayid.corrupted");
    }
  }

  private void signInAgain() {
    caller.header("accesstoken", salesforce.sessions().open(ada, "test"));
  }

  @Test
  void aMoveToAnotherInstanceLosesWhatWasKept() {
    accounts(1);
    ByteString id = caller.earliest(CHANNEL, 1).events(1).get(0).getReplayId();

    salesforce.bus().move();

    assertThat(Caller.code(caller.after(CHANNEL, id, 1).error()))
        .isEqualTo("subscription.fetch.replayid.corrupted");
  }

  @Test
  void aQuietStreamIsToldHowFarItIsAndMayBeginThere() {
    accounts(1);
    Caller.Stream stream = caller.earliest(CHANNEL, 5);
    ByteString last = stream.response().getLatestReplayId();

    salesforce.pubsub().keepAlive();
    FetchResponse quiet = stream.response();

    assertThat(quiet.getEventsCount()).isZero();
    assertThat(quiet.getPendingNumRequested()).isEqualTo(4);
    assertThat(quiet.getLatestReplayId()).isNotEqualTo(last);
    accounts(1);
    assertThat(caller.after(CHANNEL, quiet.getLatestReplayId(), 1).events(1)).hasSize(1);
  }

  @Test
  void onlyWhoIsSignedInIsLetIn() {
    caller.header("accesstoken", "somebody");
    StatusRuntimeException error =
        catchThrowableOfType(StatusRuntimeException.class, () -> caller.schemaOf(CHANNEL));
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(Caller.code(error)).isEqualTo("service.auth.error");

    signInAgain();
    caller.header("tenantid", "00D000000000000AAA");
    assertThat(Caller.code(caller.earliest(CHANNEL, 1).error())).isEqualTo("service.auth.error");
  }

  @Test
  void thereAreTheTopicsThatWereSelected() {
    assertThat(
            Caller.code(
                catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> caller.schemaOf("/data/AccountChangeEvent"))))
        .isEqualTo("topic.not.found");

    salesforce.bus().select("Account", "Project__c");

    assertThat(caller.schema(caller.schemaOf("/data/AccountChangeEvent")).getName())
        .isEqualTo("AccountChangeEvent");
    assertThat(caller.schema(caller.schemaOf("/data/Project__ChangeEvent")).getName())
        .isEqualTo("Project__ChangeEvent");
  }

  @Test
  void anUpdateNamesWhatChangedAndWhatWasCleared() {
    String id =
        salesforce
            .org()
            .insert(ada, "Account", Map.of("Name", "Acme", "Phone", "1", "BillingCity", "Ulm"));
    salesforce.org().update(ada, id, java.util.Collections.singletonMap("Phone", null));
    salesforce.org().update(ada, id, Map.of("BillingCity", "Bonn", "Industry", "Steel"));

    List<ConsumerEvent> events = caller.earliest(CHANNEL, 3).events(3);
    GenericRecord created = caller.read(events.get(0));
    GenericRecord cleared = caller.read(events.get(1));
    GenericRecord moved = caller.read(events.get(2));

    assertThat(header(created).get("changeType")).hasToString("CREATE");
    assertThat(texts(header(created), "changedFields")).isEmpty();
    assertThat(created.get("Name")).hasToString("Acme");
    assertThat(((GenericRecord) created.get("BillingAddress")).get("City")).hasToString("Ulm");
    assertThat(created.get("CreatedDate"))
        .as("times have whole seconds")
        .isEqualTo(Instant.parse("2026-11-23T08:00:00Z").toEpochMilli());

    assertThat(texts(header(cleared), "recordIds")).containsExactly(id);
    int phone = cleared.getSchema().getField("Phone").pos();
    int modified = cleared.getSchema().getField("LastModifiedDate").pos();
    assertThat(texts(header(cleared), "nulledFields")).containsExactly(bits(phone));
    assertThat(texts(header(cleared), "changedFields")).containsExactly(bits(phone, modified));
    assertThat(cleared.get("Phone")).isNull();
    assertThat(cleared.get("Name")).as("unchanged, and null all the same").isNull();

    int billing = moved.getSchema().getField("BillingAddress").pos();
    int industry = moved.getSchema().getField("Industry").pos();
    assertThat(texts(header(moved), "changedFields"))
        .containsExactly(bits(industry, modified), billing + "-0x02");
    assertThat(((GenericRecord) moved.get("BillingAddress")).get("Street")).isNull();
    assertThat(header(moved).get("changeOrigin"))
        .hasToString("com/salesforce/api/soap/66.0;client=SfdcInternalAPI/");
  }

  private static String bits(int... positions) {
    long bits = 0;
    for (int position : positions) {
      bits |= 1L << position;
    }
    String digits = Long.toHexString(bits).toUpperCase(java.util.Locale.ROOT);
    return "0x" + (digits.length() % 2 == 0 ? "" : "0") + digits;
  }

  @Test
  void namesOfPeopleAreCompoundAndThoseOfAccountsAreTexts() {
    String id =
        salesforce.org().insert(ada, "Contact", Map.of("FirstName", "Bo", "LastName", "Ek"));
    salesforce.org().update(ada, id, Map.of("LastName", "Berg"));

    List<ConsumerEvent> events = caller.earliest(CHANNEL, 2).events(2);
    GenericRecord renamed = caller.read(events.get(1));

    assertThat(((GenericRecord) caller.read(events.get(0)).get("Name")).get("FirstName"))
        .hasToString("Bo");
    int name = renamed.getSchema().getField("Name").pos();
    assertThat(texts(header(renamed), "changedFields").get(1)).isEqualTo(name + "-0x04");
    assertThat(((GenericRecord) renamed.get("Name")).get("LastName")).hasToString("Berg");
  }

  @Test
  void aLongTextComesAsWhatDiffers() {
    String before = "line\n".repeat(300);
    String id =
        salesforce.org().insert(ada, "Account", Map.of("Name", "Acme", "Description", before));
    salesforce.org().update(ada, id, Map.of("Description", before + "more"));

    GenericRecord event = caller.read(caller.earliest(CHANNEL, 2).events(2).get(1));

    int position = event.getSchema().getField("Description").pos();
    assertThat(texts(header(event), "diffFields")).containsExactly(bits(position));
    assertThat(event.get("Description")).asString().startsWith("--- ").contains("+more");
  }

  @Test
  void aFieldMoreIsAnotherSchemaAndTheOldOneStays() {
    account("Before");
    salesforce.org().type("Account").add(Field.of("Rank__c", FieldType.STRING));
    salesforce.org().insert(ada, "Account", Map.of("Name", "After", "Rank__c", "A"));

    List<ConsumerEvent> events = caller.earliest(CHANNEL, 2).events(2);

    assertThat(events.get(0).getEvent().getSchemaId())
        .hasSize(22)
        .isNotEqualTo(events.get(1).getEvent().getSchemaId());
    assertThat(caller.read(events.get(0)).get("Name")).hasToString("Before");
    assertThat(caller.read(events.get(1)).get("Rank__c")).hasToString("A");
  }

  @Test
  void oneTransactionIsOneKeyWithHolesAndTheSameChangeIsOneEvent() {
    String one = account("One");
    String two = account("Two");
    salesforce
        .org()
        .commit(
            Actor.person(ada),
            t -> {
              t.update(one, Map.of("Industry", "Steel"));
              t.update(two, Map.of("Industry", "Steel"));
              t.insert("Lead", Map.of("LastName", "Ek", "Company", "Ek"));
              return t.insert("Opportunity", Map.of("Name", "Pipes"));
            });

    List<ConsumerEvent> events = caller.earliest(CHANNEL, 4).events(4);
    GenericRecord merged = header(caller.read(events.get(2)));
    GenericRecord after = header(caller.read(events.get(3)));

    assertThat(texts(merged, "recordIds")).containsExactly(one, two);
    assertThat(merged.get("sequenceNumber")).isEqualTo(1);
    assertThat(after.get("sequenceNumber")).as("nobody selected the lead").isEqualTo(3);
    assertThat(after.get("transactionKey")).isEqualTo(merged.get("transactionKey"));
  }

  @Test
  void aLeadThatIsConvertedHasNoTimeOfItsOwn() {
    salesforce.bus().channel("Leads__chn", "Lead", "Account", "Contact", "Opportunity");
    String lead =
        salesforce.org().insert(ada, "Lead", Map.of("LastName", "Ek", "Company", "Ek & Co"));
    salesforce.org().commit(Actor.person(ada), t -> t.convert(lead, true));

    List<ConsumerEvent> events = caller.earliest("/data/Leads__chn", 5).events(5);
    GenericRecord last = caller.read(events.get(4));

    assertThat(header(last).get("entityName")).hasToString("Lead");
    assertThat(header(last).get("sequenceNumber")).isEqualTo(4);
    assertThat(last.get("LastModifiedDate")).isNull();
    assertThat(last.get("IsConverted")).isEqualTo(true);
    assertThat(last.get("ConvertedOpportunityId")).isNotNull();
  }

  @Test
  void gapsHaveNoValuesAndTooMuchOverflows() {
    salesforce.faults().gaps(1);
    String id = account("Gap");
    salesforce.faults().overflowAt(1);
    salesforce
        .org()
        .commit(
            Actor.person(ada),
            t -> {
              t.insert("Account", Map.of("Name", "One"));
              return t.insert("Account", Map.of("Name", "Two"));
            });

    List<ConsumerEvent> events = caller.earliest(CHANNEL, 3).events(3);
    GenericRecord gap = caller.read(events.get(0));
    GenericRecord overflow = header(caller.read(events.get(2)));

    assertThat(header(gap).get("changeType")).hasToString("GAP_CREATE");
    assertThat(texts(header(gap), "recordIds")).containsExactly(id);
    assertThat(gap.get("Name")).isNull();
    assertThat(overflow.get("changeType")).hasToString("GAP_OVERFLOW");
    assertThat(texts(overflow, "recordIds")).containsExactly("000000000000000AAA");
  }

  @Test
  void aChannelAddsFields() {
    salesforce.bus().enrich("Causerie__chn", "Account", "Name");
    String id = account("Acme");
    salesforce.org().update(ada, id, Map.of("Industry", "Steel"));

    GenericRecord event = caller.read(caller.earliest(CHANNEL, 2).events(2).get(1));

    assertThat(event.get("Name")).hasToString("Acme");
    assertThat(texts(header(event), "changedFields").get(0))
        .isEqualTo(
            bits(
                event.getSchema().getField("Industry").pos(),
                event.getSchema().getField("LastModifiedDate").pos()));
  }

  @Test
  void aDeletionAndItsTakingBack() {
    String id = account("Acme");
    salesforce.org().delete(ada, id);
    salesforce
        .org()
        .commit(
            Actor.person(ada),
            t -> {
              t.undelete(id);
              return id;
            });

    List<ConsumerEvent> events = caller.earliest(CHANNEL, 3).events(3);

    assertThat(header(caller.read(events.get(1))).get("changeType")).hasToString("DELETE");
    assertThat(caller.read(events.get(1)).get("Name")).isNull();
    assertThat(header(caller.read(events.get(2))).get("changeType")).hasToString("UNDELETE");
    assertThat(caller.read(events.get(2)).get("Name")).hasToString("Acme");
  }

  @Test
  void aStreamIsCutOrItsSessionEndsInTheMiddle() {
    accounts(3);
    salesforce.faults().cutAfter(2);
    Caller.Stream cut = caller.earliest(CHANNEL, 10);
    cut.events(2);
    StatusRuntimeException error = cut.error();
    assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Caller.code(error)).isEmpty();

    salesforce.faults().expireAfter(1);
    Caller.Stream expired = caller.earliest(CHANNEL, 10);
    expired.events(1);
    assertThat(Caller.code(expired.error())).isEqualTo("service.auth.error");
    assertThat(Caller.code(caller.earliest(CHANNEL, 1).error())).isEqualTo("service.auth.error");
  }

  @Test
  void anOpenStreamOutlivesItsSession() {
    Caller.Stream stream = caller.earliest(CHANNEL, 10);
    accounts(1);
    stream.events(1);

    salesforce.sessions().endAll();
    accounts(1);

    assertThat(stream.events(1)).hasSize(1);
    salesforce.pubsub().endSessions();
    assertThat(Caller.code(stream.error())).isEqualTo("service.auth.error");
  }

  @Test
  void theServiceIsAwayOrTheDayIsUsedUpOrAProxyStandsBetween() {
    accounts(2);
    salesforce.faults().unavailable(1);
    assertThat(Caller.code(caller.earliest(CHANNEL, 1).error())).isEqualTo("service.unavailable");

    salesforce.faults().deliveries(1);
    Caller.Stream limited = caller.earliest(CHANNEL, 10);
    limited.events(1);
    assertThat(Caller.code(limited.error())).isEqualTo("subscription.limit.exceeded");

    salesforce.faults().dropTrailers(true);
    StatusRuntimeException bare =
        caller.after(CHANNEL, ByteString.copyFrom(new byte[10]), 1).error();
    assertThat(Caller.code(bare)).isEmpty();
    assertThat(bare.getStatus().getDescription()).contains("The Replay ID validation failed.");
  }

  @Test
  void whoComesAgainMayGetEventsAgain() {
    accounts(3);
    List<ConsumerEvent> all = caller.earliest(CHANNEL, 3).events(3);
    salesforce.faults().duplicates(2);

    assertThat(caller.after(CHANNEL, all.get(1).getReplayId(), 3).events(3)).isEqualTo(all);
  }

  @Test
  void aStreamThatHangsTellsNothing() {
    salesforce.faults().hangStreams(true);
    accounts(1);
    Caller.Stream stream = caller.earliest(CHANNEL, 5);
    salesforce.pubsub().keepAlive();
    assertThat(stream.quiet()).isTrue();

    salesforce.faults().hangStreams(false);
    salesforce.pubsub().keepAlive();
    assertThat(stream.events(1)).hasSize(1);
  }
}
