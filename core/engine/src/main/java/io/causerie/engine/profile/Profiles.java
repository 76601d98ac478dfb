package io.causerie.engine.profile;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.access.Directory;
import io.causerie.engine.access.DirectoryStore;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.Markdown;
import io.causerie.engine.discussion.Words;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.engine.store.Cursor;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Persons, as somebody sees them. Colleagues know of each other; of anybody else, and whoever comes
 * from outside of all others, one knows who reads something that they wrote. Whom one does not know
 * answers as somebody who is not there.
 */
public final class Profiles {
  /** A page looks at so many items at most to fill itself with what its reader may see. */
  private static final int EXAMINED = 1_000;

  private static final int AT_ONCE = 200;

  private final Reads reads;
  private final Actors actors;

  public Profiles(Reads reads, Actors actors) {
    this.reads = reads;
    this.actors = actors;
  }

  /** A person; empty if there is nobody of the id, or the viewer does not know of her. */
  public Optional<PersonView> find(Viewer viewer, String person) {
    return reads.many(viewer, (h, sieve) -> known(h, sieve, viewer, person));
  }

  private Optional<PersonView> known(Handle h, Reads.Sieve sieve, Viewer viewer, String person) {
    Optional<Directory.Entry> her = DirectoryStore.find(h, person).filter(p -> !p.erased());
    boolean you = person.equals(viewer.person());
    boolean colleague =
        viewer.within().isEmpty()
            && her.filter(p -> p.active() && !p.guest()).isPresent()
            && DirectoryStore.find(h, viewer.person())
                .filter(p -> p.active() && !p.guest())
                .isPresent();
    if (!you && !colleague && page(h, sieve, person, Long.MAX_VALUE, 1).items().isEmpty()) {
      return Optional.empty();
    }
    return her.map(p -> new PersonView(p.id(), p.name(), p.guest(), p.active(), you));
  }

  /**
   * What a person wrote, posts and comments, the newest first.
   *
   * @throws NotFoundException as {@link #find} finds nobody
   */
  public Page<SaidView> said(Viewer viewer, String person, @Nullable String cursor, int limit) {
    long before = Cursor.before(Cursor.Of.SAID, cursor);
    return reads.many(
        viewer,
        (h, sieve) -> {
          if (known(h, sieve, viewer, person).isEmpty()) {
            throw new NotFoundException("person");
          }
          return page(h, sieve, person, before, limit);
        });
  }

  private Page<SaidView> page(Handle h, Reads.Sieve sieve, String person, long from, int limit) {
    List<Said> said = new ArrayList<>();
    long before = from;
    int examined = 0;
    boolean more = true;
    while (more && said.size() <= limit && !sieve.isFull()) {
      int most = examined == 0 ? Math.min(2 * limit + 2, AT_ONCE) : AT_ONCE;
      List<SaidStore.Item> items = SaidStore.written(h, person, before, most);
      Map<Long, Standing> in = sieve.reads(h, SaidStore.activities(items));
      Map<Long, SaidStore.Row> rows =
          SaidStore.rows(h, items.stream().filter(i -> in.containsKey(i.activity())).toList());
      for (SaidStore.Item item : items) {
        Standing standing = in.get(item.activity());
        SaidStore.Row row = rows.get(item.id());
        if (standing != null && row != null && row.record() == standing.record()) {
          said.add(new Said(item, row, standing));
        }
      }
      examined += items.size();
      more = items.size() == most && examined < EXAMINED;
      before = items.size() < most ? 0 : items.get(items.size() - 1).id();
    }
    List<Said> page = said.subList(0, Math.min(limit, said.size()));
    if (said.size() > limit) {
      before = page.get(limit - 1).item().id();
    }
    String next = before == 0 ? null : Cursor.of(before).write(Cursor.Of.SAID);
    if (page.isEmpty()) {
      return new Page<>(List.of(), next);
    }
    Names names = actors.in(h, page.get(0).in().version());
    return new Page<>(page.stream().map(one -> one.view(names)).toList(), next);
  }

  private record Said(SaidStore.Item item, SaidStore.Row row, Standing in) {
    SaidView view(Names names) {
      return new SaidView(
          new ActivityId(item.activity()),
          item.note() ? new NoteId(item.id()) : null,
          new RecordId(row.record()),
          in.present() && !row.then().merged() ? row.now() : row.then().shown(),
          row.lane(),
          row.at(),
          row.edited(),
          row.htmlVersion() >= Markdown.VERSION
              ? Words.namedHtml(row.html(), names)
              : Markdown.render(Words.named(row.content(), names).content()));
    }
  }
}
