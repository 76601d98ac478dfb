package io.causerie.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causerie.contract.WriteBackContract;
import io.causerie.http.HttpClients;
import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import io.causerie.sapfake.FakeS4;
import io.causerie.sapfake.Faults.What;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteException;
import io.causerie.spi.WriteException.Fate;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Comments as texts of orders, whether or not the service has an ETag for texts. */
class SapWriteBackTest {
  private abstract static class OfTexts extends WriteBackContract {
    @Override
    protected String kind() {
      return "sap";
    }
  }

  @Nested
  class WhereTextsHaveNoEtag extends OfTexts {
    @Override
    protected Target target() {
      return new Texts(TextsOf.SALES_ORDER, false);
    }
  }

  @Nested
  class WhereTheyHaveOne extends OfTexts {
    @Override
    protected Target target() {
      return new Texts(TextsOf.SALES_ORDER, true);
    }
  }

  @Nested
  class OfPurchaseOrders extends OfTexts {
    @Override
    protected Target target() {
      return new Texts(TextsOf.PURCHASE_ORDER, false);
    }
  }

  @Nested
  class OfDeliveries extends OfTexts {
    @Override
    protected Target target() {
      return new Texts(TextsOf.DELIVERY, true);
    }
  }

  private static final class Texts implements WriteBackContract.Target {
    private final FakeS4 s4 = s4();
    private final TextsOf of;
    private int last;

    Texts(TextsOf of, boolean etags) {
      this.of = of;
      s4.textsHaveEtag(etags);
      s4.textIds("ZCAU", "ZCAK");
    }

    private static FakeS4 s4() {
      try {
        return FakeS4.start(Clock.systemUTC());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String config() {
      return """
      url: %s
      sapClient: "100"
      texts: %s
      auth: { basic: { username: %s, password: "%s" } }
      """
          .formatted(s4.url() + FakeS4.SERVICES, texts(), FakeS4.USER, FakeS4.PASSWORD);
    }

    private String texts() {
      String ids = "{ internal: ZCAU, customer: ZCAK }";
      return switch (of) {
        case SALES_ORDER -> ids;
        case PURCHASE_ORDER -> "{ purchaseOrder: " + ids + " }";
        case DELIVERY -> "{ delivery: " + ids + " }";
        case BILLING_DOCUMENT -> "{ billingDocument: " + ids + " }";
      };
    }

    @Override
    public List<String> secrets() {
      return List.of(FakeS4.PASSWORD);
    }

    @Override
    public RecordRef record() {
      last++;
      s4.put(of.objects(), Map.of(of.key(), String.valueOf(last)), "HMEIER");
      return new RecordRef("source", of.type(), String.valueOf(last));
    }

    @Override
    public RecordRef missing() {
      return new RecordRef("source", of.type(), "404404");
    }

    @Override
    public List<WriteBackContract.There> comments(RecordRef record) {
      List<WriteBackContract.There> there = new ArrayList<>();
      for (String id : List.of("ZCAU", "ZCAK")) {
        for (LongText.Part part :
            LongText.parse(s4.text(of.texts(), record.id(), "EN", id).orElse("")).parts()) {
          there.add(
              new WriteBackContract.There(
                  part.isComment() ? part.signed() : part.words(),
                  part.isComment() ? FakeS4.USER : "HMEIER",
                  id.equals("ZCAK")));
        }
      }
      return there;
    }

    @Override
    public void write(RecordRef record, String text) {
      String before =
          s4.text(of.texts(), record.id(), "EN", "ZCAU").map(t -> t + "\n\n").orElse("");
      s4.writeText(of.texts(), record.id(), "EN", "ZCAU", before + text, "HMEIER");
    }

    @Override
    public void clear(RecordRef record) {
      s4.removeTexts(of.texts(), record.id());
    }

    @Override
    public String integration() {
      return FakeS4.USER;
    }

    private static boolean isWrite(String request) {
      return !request.startsWith("GET ");
    }

    @Override
    public void loseAnswer() {
      s4.faults().next(What.ANSWER_LOST, 1, Texts::isWrite);
    }

    @Override
    public void busy(Duration wait) {
      s4.faults().next(What.BUSY, 1, Texts::isWrite);
    }

    @Override
    public void refuse() {
      s4.faults().next(What.REFUSED, 1, Texts::isWrite);
    }

    @Override
    public void close() {
      s4.close();
    }
  }

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-27T10:42:00Z"));

  private static WriteBack.Comment comment(String type, String id, Lane lane, String mark) {
    return new WriteBack.Comment(
        mark,
        new RecordRef("s4", type, id),
        lane,
        null,
        List.of(WriteBack.Segment.words("Please deliver on Thursday.")),
        "en",
        new WriteBack.Author("Ada Lovelace", null),
        Optional.empty(),
        Instant.parse("2026-11-27T10:42:13Z"));
  }

  /** With a system that has a text for internal comments only. */
  private void with(Writing test) throws Exception {
    try (FakeS4 s4 = FakeS4.start(clock);
        SapSystem system = SapSystem.of(Systems.context(s4, clock), HttpClients.apart())) {
      s4.put("A_SalesOrder", Map.of("SalesOrder", "1"), "HMEIER");
      test.run(s4, system.writeBack().orElseThrow());
    }
  }

  @FunctionalInterface
  private interface Writing {
    void run(FakeS4 s4, WriteBack writing) throws Exception;
  }

  private static WriteException refused(Callable<String> writes) {
    WriteException e = catchThrowableOfType(WriteException.class, writes::call);
    assertThat(e).isNotNull();
    return e;
  }

  @Test
  void commentIsReadableInAnOrdinaryText() throws Exception {
    with(
        (s4, writing) -> {
          s4.writeText("1", "EN", "ZCAU", "Ring twice.", "HMEIER");

          assertThat(writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k7")))
              .isEqualTo("1/EN/ZCAU#k7");
          assertThat(s4.text("1", "EN", "ZCAU").orElseThrow())
              .isEqualTo(
                  """
                  Ring twice.

                  --- Ada Lovelace, 2026-11-27 10:42 UTC [k7]
                  Please deliver on Thursday.
                  --- [k7]""");
        });
  }

  @Test
  void whatHasNoPlaceThereIsRefusedAndSaysWhy() throws Exception {
    with(
        (s4, writing) -> {
          assertThat(
                  refused(() -> writing.create(comment("Customer", "1", Lane.INTERNAL, "k1")))
                      .why())
              .asString()
              .contains("a Customer");
          assertThat(
                  refused(() -> writing.create(comment("SalesOrder", "1", Lane.CUSTOMER, "k1")))
                      .fate())
              .isEqualTo(Fate.REFUSED);
          s4.textIds("TX01");
          assertThat(
                  refused(() -> writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k1")))
                      .why())
              .asString()
              .contains("Text ID ZCAU for object VBBK is not defined");
          assertThat(s4.rows("A_SalesOrderText")).isEmpty();
        });
  }

  @Test
  void billingDocumentsAreReadAndNotWritten() throws Exception {
    try (FakeS4 s4 = FakeS4.start(clock);
        SapSystem system = SapSystem.of(Systems.context(s4, clock), HttpClients.apart())) {
      WriteBack writing = system.writeBack().orElseThrow();

      assertThat(
              refused(() -> writing.create(comment("BillingDocument", "1", Lane.INTERNAL, "k1")))
                  .why())
          .asString()
          .contains("a BillingDocument");
    }
  }

  @Test
  void manyWritersOfOneOrderLoseNothing() throws Exception {
    with(
        (s4, writing) -> {
          ExecutorService writers = Executors.newFixedThreadPool(4);
          List<Future<String>> all = new ArrayList<>();
          for (int i = 0; i < 12; i++) {
            WriteBack.Comment one = comment("SalesOrder", "1", Lane.INTERNAL, "k" + i);
            all.add(writers.submit(() -> writing.create(one)));
          }
          for (Future<String> one : all) {
            one.get();
          }
          writers.shutdown();

          assertThat(LongText.parse(s4.text("1", "EN", "ZCAU").orElseThrow()).parts()).hasSize(12);
        });
  }

  @Test
  void orderThatSomebodyHasOpenIsWrittenLater() throws Exception {
    with(
        (s4, writing) -> {
          s4.faults().next(What.LOCKED, 1, Texts::isWrite);
          WriteException locked =
              refused(() -> writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k1")));

          assertThat(locked.fate()).isEqualTo(Fate.LATER);
          assertThat(locked.why()).asString().contains("being processed by user HMEIER");
          assertThat(writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k1")))
              .isEqualTo("1/EN/ZCAU#k1");
        });
  }

  /** As was seen: each try left a piece more behind the block. */
  @Test
  void editThatHoldsTheLineWhichEndsItIsWrittenOnce() throws Exception {
    with(
        (s4, writing) -> {
          WriteBack.Comment first = comment("SalesOrder", "1", Lane.INTERNAL, "k1");
          String id = writing.create(first);
          WriteBack.Comment edited =
              new WriteBack.Comment(
                  "k1",
                  first.record(),
                  first.lane(),
                  null,
                  List.of(WriteBack.Segment.words("It says:\n--- [k1]\nis that right?")),
                  "en",
                  first.author(),
                  Optional.empty(),
                  first.written());
          AtomicInteger written = new AtomicInteger();
          s4.afterWrites(written::incrementAndGet);
          for (int i = 0; i < 3; i++) {
            writing.edit(id, edited);
          }

          assertThat(written).hasValue(1);
          assertThat(s4.text("1", "EN", "ZCAU").orElseThrow())
              .isEqualTo(
                  """
                  --- Ada Lovelace, 2026-11-27 10:42 UTC [k1]
                  It says:
                  \\--- [k1]
                  is that right?
                  --- [k1]""");
          assertThat(LongText.parse(s4.text("1", "EN", "ZCAU").orElseThrow()).told().get(1).words())
              .isEqualTo(writing.words(edited));
        });
  }

  /** Somebody saves between reading and writing: the ETag tells, and it is read anew. */
  @Test
  void whereThereIsAnEtagNobodysWordsAreLost() throws Exception {
    with(
        (s4, writing) -> {
          s4.textsHaveEtag(true);
          writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k1"));
          AtomicInteger saved = new AtomicInteger();
          s4.beforeWrites(
              () -> {
                if (saved.incrementAndGet() == 1) {
                  s4.writeText(
                      "1",
                      "EN",
                      "ZCAU",
                      s4.text("1", "EN", "ZCAU").orElseThrow() + "\n\nOn Friday.",
                      "HMEIER");
                }
              });
          writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k2"));

          assertThat(s4.text("1", "EN", "ZCAU").orElseThrow())
              .contains("[k1]", "On Friday.", "[k2]");
        });
  }

  /**
   * Somebody saves her older copy right behind us: what is read again does not have the comment.
   */
  @Test
  void commentThatWasOverwrittenIsWrittenAgain() throws Exception {
    with(
        (s4, writing) -> {
          s4.writeText("1", "EN", "ZCAU", "Ring twice.", "HMEIER");
          AtomicInteger saved = new AtomicInteger();
          s4.afterWrites(
              () -> {
                if (saved.incrementAndGet() == 1) {
                  s4.writeText("1", "EN", "ZCAU", "Ring three times.", "HMEIER");
                }
              });
          writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k1"));

          assertThat(s4.text("1", "EN", "ZCAU").orElseThrow())
              .contains("Ring three times.", "[k1]");
        });
  }

  @Test
  void commentThatIsOverwrittenEachTimeIsNotThereAndComesLater() throws Exception {
    with(
        (s4, writing) -> {
          s4.afterWrites(() -> s4.writeText("1", "EN", "ZCAU", "Mine alone.", "HMEIER"));

          assertThat(
                  refused(() -> writing.create(comment("SalesOrder", "1", Lane.INTERNAL, "k1")))
                      .fate())
              .isEqualTo(Fate.LATER);
        });
  }
}
