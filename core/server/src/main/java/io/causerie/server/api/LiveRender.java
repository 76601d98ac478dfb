package io.causerie.server.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.engine.journal.JournalItem;
import io.causerie.engine.live.LiveLine;
import io.causerie.server.live.Manner;
import io.causerie.server.live.Pen;

/** What live streams tell, written as the routes answer it. */
public final class LiveRender implements Pen {
  /** Whatever would be longer is told by its id, and asked for by whoever shows it. */
  static final int MOST = 16 << 10;

  private final InForce inForce;

  public LiveRender(InForce inForce) {
    this.inForce = inForce;
  }

  @Override
  public byte[] write(LiveLine told, Manner manner, String person) {
    byte[] whole = Json.bytes(whole(told, manner, person));
    return whole.length <= MOST ? whole : Json.bytes(line(told));
  }

  private ObjectNode whole(LiveLine told, Manner manner, String person) {
    InForce.State now = inForce.state();
    Render render =
        new Render(
            manner.reader(),
            person,
            manner.writes(),
            now.configuration().groups(),
            now.configuration().systemTitles(),
            now.rendered());
    ObjectNode node = line(told);
    if (told.post() != null) {
      node.set("post", render.activity(told.post()));
    }
    if (told.comment() != null) {
      node.set("comment", render.note(told.comment()));
    }
    if (told.head() != null) {
      node.set("head", render.head(told.head()));
    }
    return node;
  }

  private static ObjectNode line(LiveLine told) {
    JournalItem item = told.item();
    ObjectNode node = Json.object();
    node.put("position", item.position());
    node.put("what", item.what().word());
    node.put("record", item.record().toString());
    if (item.activity() != null) {
      node.put("activity", item.activity().toString());
    }
    if (item.note() != null) {
      node.put("note", item.note().toString());
      node.put("comments", told.comments());
    }
    node.put("mine", told.mine());
    return node;
  }
}
