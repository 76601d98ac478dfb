package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.Causerie;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.people.Person;
import io.causerie.engine.webhook.Parcel;
import io.causerie.model.text.ReaderContext;
import io.causerie.server.webhook.Letters;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What is posted to endpoints, in the words of the API: as its person reads it at that moment. */
public final class OutwardRender implements Letters {
  private final InForce inForce;
  private final Causerie causerie;
  private final Supplier<String> publicUrl;

  /**
   * @param publicUrl how browsers reach this server
   */
  public OutwardRender(InForce inForce, Causerie causerie, Supplier<String> publicUrl) {
    this.inForce = inForce;
    this.causerie = causerie;
    this.publicUrl = publicUrl;
  }

  @Override
  public Optional<byte[]> write(Parcel parcel, Instant happened) {
    return causerie
        .people()
        .find(parcel.endpoint().person())
        .flatMap(who -> data(parcel, who))
        .map(data -> Json.bytes(message(type(parcel), happened, data)));
  }

  private static String type(Parcel parcel) {
    return (parcel.endpoint().system() == null ? "notice." : "activity.") + parcel.cause();
  }

  private Optional<ObjectNode> data(Parcel parcel, Person who) {
    Viewer viewer = new Viewer(who.id());
    Optional<ActivityView> post = causerie.feed().activity(viewer, parcel.activity());
    Optional<NoteView> note =
        Optional.ofNullable(parcel.note()).flatMap(id -> causerie.discussion().note(viewer, id));
    if (post.isEmpty() || (parcel.note() != null && note.isEmpty())) {
      return Optional.empty();
    }
    Render render = render(viewer, who);
    ActivityView view = post.get();
    ObjectNode data = Json.object();
    data.put("url", url(view, note));
    causerie
        .records()
        .get(viewer, view.record())
        .ifPresent(record -> data.set("record", render.found(record.head())));
    data.set("activity", render.brief(view));
    note.ifPresent(said -> data.set("note", render.brief(said)));
    return Optional.of(data);
  }

  private String url(ActivityView view, Optional<NoteView> note) {
    return "%s/records/%s#activity=%s%s"
        .formatted(
            publicUrl.get(),
            view.record(),
            view.id(),
            note.map(said -> "&note=" + said.id()).orElse(""));
  }

  private Render render(Viewer viewer, Person who) {
    InForce.State now = inForce.state();
    String language =
        Objects.requireNonNullElse(who.language(), now.configuration().server().language());
    return new Render(
        new ReaderContext(
            Locale.forLanguageTag(language), causerie.preferences().of(viewer).time().zone()),
        who.id(),
        false,
        now.configuration().groups(),
        now.configuration().systemTitles(),
        now.rendered());
  }

  private static ObjectNode message(String type, Instant happened, ObjectNode data) {
    ObjectNode message = Json.object();
    message.put("type", type);
    message.put("timestamp", happened.toString());
    message.set("data", data);
    return message;
  }

  @Override
  public byte[] test(Instant now) {
    return Json.bytes(message("test", now, Json.object().put("url", publicUrl.get())));
  }
}
