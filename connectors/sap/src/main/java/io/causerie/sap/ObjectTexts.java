package io.causerie.sap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Json;
import io.causerie.http.Request;
import io.causerie.http.SystemClient;
import io.causerie.http.odata.ODataSystem;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.SourceException;
import io.causerie.spi.WriteBack;
import io.causerie.spi.WriteException;
import io.causerie.spi.WriteException.Fate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Comments as texts of the objects they are said of. A text is replaced as a whole and, in the
 * published service, has no ETag: so it is read, the comment is put behind what stands there, it is
 * written, and read again and compared. Two writers of this process wait for each other; what
 * somebody saves in a dialogue between reading and writing is lost where the service has no ETag,
 * hence the text ids of their own.
 */
final class ObjectTexts implements WriteBack {
  private static final String JSON = "application/json";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /** So often it is read anew because others wrote meanwhile. */
  private static final int TRIES = 5;

  private final ODataSystem system;
  private final TextIds texts;
  private final Object[] locks = Stream.generate(Object::new).limit(32).toArray();

  ObjectTexts(ODataSystem system, TextIds texts) {
    this.system = system;
    this.texts = texts;
  }

  /** A text of an object. */
  private record Place(TextsOf of, String object, String language, String textId) {
    String id(String mark) {
      return of.place(object, language, textId) + "#" + mark;
    }

    String key() {
      return "%s='%s',Language='%s',%s='%s'"
          .formatted(of.key(), object, language, of.textId(), textId);
    }
  }

  /**
   * A text as it is.
   *
   * @param there whether it is
   * @param etag absent where the service gives none
   */
  private record Known(boolean there, LongText text, @Nullable String etag) {}

  private Place place(Comment comment) throws WriteException {
    String type = comment.record().type();
    String object = comment.record().id();
    Optional<TextsOf> of = TextsOf.type(type).filter(TextsOf::isWritable);
    if (of.isEmpty() || !object.matches("[A-Za-z0-9]{1,10}")) {
      throw new WriteException(Fate.REFUSED, SapWording.NOT_AN_OBJECT_WITH_TEXTS.with(type));
    }
    Optional<String> id = texts.of(of.get(), comment.lane());
    if (id.isEmpty()) {
      throw new WriteException(
          Fate.REFUSED, SapWording.NO_TEXT_OF_LANE.with(of.get().key(comment.lane()).name()));
    }
    return new Place(of.get(), object, texts.language(), id.get());
  }

  @Override
  public String create(Comment comment) throws WriteException, InterruptedException {
    Place place = place(comment);
    String mark = comment.mark();
    LongText.Part part = part(comment);
    write(
        place,
        text -> text.comment(mark).isPresent() ? text : text.with(part),
        text -> text.comment(mark).isPresent());
    return place.id(mark);
  }

  private static LongText.Part part(Comment comment) {
    return LongText.Part.comment(
        comment.mark(), comment.author().name(), MINUTE.format(comment.written()), comment.text());
  }

  @Override
  public String words(Comment comment) {
    return part(comment).signed();
  }

  @Override
  public Optional<String> find(Comment comment) throws WriteException, InterruptedException {
    Place place = place(comment);
    return read(place).text().comment(comment.mark()).map(part -> place.id(comment.mark()));
  }

  @Override
  public void edit(String id, Comment comment) throws WriteException, InterruptedException {
    String mark = comment.mark();
    LongText.Part part = part(comment);
    Place place = place(comment);
    if (read(place).text().comment(mark).isEmpty()) {
      throw new WriteException(Fate.GONE, SapWording.BLOCK_NOT_THERE.with());
    }
    write(place, text -> text.changed(part), text -> text.says(part));
  }

  @Override
  public void delete(String id, Comment comment) throws WriteException, InterruptedException {
    String mark = comment.mark();
    write(place(comment), text -> text.without(mark), text -> text.comment(mark).isEmpty());
  }

  private void write(Place place, UnaryOperator<LongText> change, Predicate<LongText> done)
      throws WriteException {
    synchronized (locks[Math.floorMod(place.hashCode(), locks.length)]) {
      boolean sent = false;
      for (int i = 0; i < TRIES; i++) {
        Known before = readAfter(place, sent);
        if (done.test(before.text())) {
          return;
        }
        Answer answer = send(place, before, change.apply(before.text()));
        // Of what was to be created it may say that it is there: somebody was faster.
        boolean faster =
            answer.status() == 400 && !before.there() && readAfter(place, sent).there();
        sent |= !faster && isTaken(answer, place);
      }
      if (!done.test(readAfter(place, sent).text())) {
        throw new WriteException(Fate.LATER, SapWording.TEXT_CHANGES.with());
      }
    }
  }

  private Known read(Place place) throws WriteException {
    return readAfter(place, false);
  }

  /**
   * @param sent whether something was written before, of which this was to say what came
   */
  private Known readAfter(Place place, boolean sent) throws WriteException {
    try {
      Answer answer = client().send(request(Request.get(text(place))));
      if (answer.status() == 404) {
        return new Known(false, LongText.parse(""), null);
      }
      if (!answer.isOk()) {
        throw client().faults().answered(answer, said(answer));
      }
      JsonNode entity = Json.read(answer, client().faults()).path("d");
      String etag =
          answer.header("ETag").orElseGet(() -> entity.path("__metadata").path("etag").textValue());
      return new Known(true, LongText.parse(entity.path(place.of().words()).asText("")), etag);
    } catch (SourceException e) {
      throw WriteException.of(e, sent);
    }
  }

  private Answer send(Place place, Known before, LongText wanted) throws WriteException {
    ObjectNode body = Json.MAPPER.createObjectNode().put(place.of().words(), wanted.text());
    Request request;
    if (!before.there()) {
      body.put("Language", place.language()).put(place.of().textId(), place.textId());
      Address object =
          service(place).below("%s('%s')".formatted(place.of().objects(), place.object()));
      request = Request.post(within(object.below(place.of().navigation())), JSON, bytes(body));
    } else {
      request = Request.with("PATCH", text(place), JSON, bytes(body));
    }
    if (before.etag() != null) {
      request = request.header("If-Match", before.etag());
    }
    try {
      return client().send(request(request).csrf(service(place)));
    } catch (SourceException e) {
      // No answer came, so nobody knows.
      throw WriteException.of(e, true);
    }
  }

  private static byte[] bytes(ObjectNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether it was written; false where somebody was faster, and it is to be read anew. */
  private boolean isTaken(Answer answer, Place place) throws WriteException {
    int status = answer.status();
    if (answer.isOk()) {
      return true;
    }
    // Changed meanwhile; or, of what was to be created, there meanwhile.
    if (status == 412 || status == 428 || status == 409) {
      return false;
    }
    if (status == 404) {
      throw new WriteException(Fate.REFUSED, SapWording.OBJECT_NOT_THERE.with(place.object()));
    }
    SourceException fault = client().faults().answered(answer, said(answer));
    if (status == 400 || status == 423) {
      Phrase why = SapWording.WRITES_REFUSED.with(status, said(answer));
      if (status == 423 || Locks.isOne(code(answer), said(answer))) {
        throw new WriteException(Fate.LATER, why, null, fault);
      }
      throw new WriteException(Fate.REFUSED, why, null, fault);
    }
    boolean mayBeDone = status >= 500 && status != 503;
    throw WriteException.of(fault, mayBeDone);
  }

  private SystemClient client() {
    return system.client();
  }

  private Address service(Place place) {
    return system.root().asFolder().below(place.of().service()).asFolder();
  }

  private Address within(Address address) {
    return system.sapClient().map(client -> address.with("sap-client", client)).orElse(address);
  }

  private Address text(Place place) {
    return within(service(place).below(place.of().texts() + "(" + place.key() + ")"));
  }

  private static Request request(Request request) {
    return request.header("Accept", JSON).header("MaxDataServiceVersion", "2.0");
  }

  private static String said(Answer answer) {
    return error(answer).path("message").path("value").asText("");
  }

  private static String code(Answer answer) {
    return error(answer).path("code").asText("");
  }

  private static JsonNode error(Answer answer) {
    try {
      return Json.MAPPER.readTree(answer.body()).path("error");
    } catch (IOException e) {
      return Json.MAPPER.missingNode();
    }
  }
}
