package io.causerie.engine.file;

import io.causerie.engine.access.Standing;
import io.causerie.engine.store.ShortList;
import io.causerie.model.FileId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of files, and of their contents. */
final class FileStore {
  private static final String WITH_CONTENT =
      """
      select f.id, f.digest, f.person, f.name, f.size, f.item, c.kind, c.state, c.refusal, c.width,
        c.height, c.preview
      from file f join file_content c on c.digest = f.digest
      """;

  private FileStore() {}

  /**
   * A content.
   *
   * @param preview what the small picture of it is, where there is one
   */
  record Content(
      String digest,
      long size,
      FileKind kind,
      FileState state,
      @Nullable String refusal,
      FileView.@Nullable Extent extent,
      @Nullable FileKind preview) {}

  /**
   * A file.
   *
   * @param item the post or comment it belongs to; absent: none yet
   */
  record Row(FileId id, String person, String name, @Nullable Long item, Content content) {
    /** Whether it may belong to what its author has. */
    boolean mayBeOf(String author, long what) {
      return person.equals(author) && (item == null || item == what);
    }

    FileView view() {
      return new FileView(
          id,
          name,
          content.size(),
          content.kind(),
          content.state(),
          content.refusal(),
          content.preview() == null ? null : content.extent());
    }
  }

  /**
   * A file, and where it is.
   *
   * @param found absent: there is none
   * @param note whether it belongs to a comment
   */
  record Found(@Nullable Row found, boolean note) {
    static final Found NOTHING = new Found(null, false);

    Row row() {
      return Objects.requireNonNull(found);
    }

    @Nullable Long item() {
      return found == null ? null : found.item();
    }

    boolean isOf(String person) {
      return found != null && found.person().equals(person);
    }
  }

  static void insert(Handle h, Row row, Instant now) {
    h.createUpdate(
            """
            insert into file (id, digest, person, name, size, place, given)
            values (:id, :digest, :person, :name, :size, 0, :now)
            """)
        .bind("id", row.id().value())
        .bind("digest", row.content().digest())
        .bind("person", row.person())
        .bind("name", row.name())
        .bind("size", row.content().size())
        .bind("now", now)
        .execute();
  }

  /** For nobody yet: where it is the door is asked for it. */
  static Optional<Found> find(Handle h, FileId id) {
    return h.createQuery(
            WITH_CONTENT.replace(
                    "select ", "select exists (select 1 from note n where n.id = f.item) as note, ")
                + "where f.id = :id")
        .bind("id", id.value())
        .map((r, c) -> new Found(row(r), r.getBoolean("note")))
        .findOne();
  }

  /** One that belongs to what somebody was let in to. */
  static Optional<Row> of(Handle h, Standing in, FileId id) {
    return h.createQuery(WITH_CONTENT + "where f.id = :id")
        .bind("id", id.value())
        .map((r, c) -> row(r))
        .findOne();
  }

  /** Some files, which nobody else changes until the transaction ends. */
  static List<Row> lock(Handle h, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    ShortList.query(
            h,
            "select id from file where id = any(:ids) order by id for update",
            ShortList.numbers("ids", ids))
        .mapTo(Long.class)
        .list();
    return ShortList.query(
            h, WITH_CONTENT + "where f.id = any(:ids)", ShortList.numbers("ids", ids))
        .map((r, c) -> row(r))
        .list();
  }

  /** The files of a post or a comment, in their order. */
  static List<Row> of(Handle h, long item) {
    return h.createQuery(WITH_CONTENT + "where f.item = :item order by f.place, f.id")
        .bind("item", item)
        .map((r, c) -> row(r))
        .list();
  }

  static void attach(Handle h, FileId id, long item, int place) {
    h.createUpdate("update file set item = :item, place = :place where id = :id")
        .bind("item", item)
        .bind("place", place)
        .bind("id", id.value())
        .execute();
  }

  static void delete(Handle h, FileId id) {
    h.createUpdate("delete from file where id = :id").bind("id", id.value()).execute();
  }

  /** The digests of what somebody has given. */
  static List<String> digests(Handle h, String person) {
    return h.createQuery("select distinct digest from file where person = :person")
        .bind("person", person)
        .mapTo(String.class)
        .list();
  }

  static void deleteAll(Handle h, String person) {
    h.createUpdate("delete from file where person = :person").bind("person", person).execute();
  }

  /** Bytes of all that a person has given. */
  static long given(Handle h, String person) {
    return h.createQuery("select coalesce(sum(size), 0) from file where person = :person")
        .bind("person", person)
        .mapTo(Long.class)
        .one();
  }

  /** Removes files that have belonged to nothing since before a time; gives their digests. */
  static List<String> purge(Handle h, Instant before, int most) {
    List<Row> old =
        h.createQuery(
                WITH_CONTENT
                    + "where f.item is null and f.given < :before order by f.id limit :most")
            .bind("before", before)
            .bind("most", most)
            .map((r, c) -> row(r))
            .list();
    List<String> digests = new ArrayList<>();
    for (Row row : old) {
      // Whoever attaches it meanwhile keeps it.
      int gone =
          h.createUpdate("delete from file where id = :id and item is null")
              .bind("id", row.id().value())
              .execute();
      if (gone == 1) {
        digests.add(row.content().digest());
      }
    }
    return digests;
  }

  /** Writes a content down unless it is; whether it was not. */
  static boolean insert(Handle h, Content content, Instant now) {
    return h.createUpdate(
                """
                insert into file_content (digest, size, kind, state, width, height, preview, since)
                values (:digest, :size, :kind, :state, :width, :height, :preview, :now)
                on conflict do nothing
                """)
            .bind("digest", content.digest())
            .bind("size", content.size())
            .bind("kind", content.kind().code())
            .bind("state", content.state().code())
            .bind("width", content.extent() == null ? null : content.extent().width())
            .bind("height", content.extent() == null ? null : content.extent().height())
            .bind("preview", content.preview() == null ? null : content.preview().code())
            .bind("now", now)
            .execute()
        == 1;
  }

  /** A content that nobody else writes down, judges or removes until the transaction ends. */
  static Optional<Content> lockContent(Handle h, String digest) {
    return h.createQuery("select * from file_content where digest = :digest for update")
        .bind("digest", digest)
        .map((r, c) -> content(r))
        .findOne();
  }

  static Optional<Content> content(Handle h, String digest) {
    return h.createQuery("select * from file_content where digest = :digest")
        .bind("digest", digest)
        .map((r, c) -> content(r))
        .findOne();
  }

  /** Contents that nothing is of any more. */
  static List<String> unused(Handle h, int most) {
    return h.createQuery(
            """
            select digest from file_content c
            where not exists (select 1 from file f where f.digest = c.digest) limit :most
            """)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  /** Writes what was found out of a content. */
  static void judge(Handle h, Content content) {
    h.createUpdate(
            """
            update file_content set state = :state, refusal = :refusal, width = :width,
              height = :height, preview = :preview
            where digest = :digest
            """)
        .bind("digest", content.digest())
        .bind("state", content.state().code())
        .bind("refusal", content.refusal())
        .bind("width", content.extent() == null ? null : content.extent().width())
        .bind("height", content.extent() == null ? null : content.extent().height())
        .bind("preview", content.preview() == null ? null : content.preview().code())
        .execute();
  }

  static boolean isUsed(Handle h, String digest) {
    return h.createQuery("select exists (select 1 from file where digest = :digest)")
        .bind("digest", digest)
        .mapTo(Boolean.class)
        .one();
  }

  /** The posts and comments that a content belongs to. */
  static List<Long> items(Handle h, String digest) {
    return h.createQuery(
            "select distinct item from file where digest = :digest and item is not null")
        .bind("digest", digest)
        .mapTo(Long.class)
        .list();
  }

  static void deleteContent(Handle h, String digest) {
    h.createUpdate("delete from file_content where digest = :digest")
        .bind("digest", digest)
        .execute();
  }

  /** Which of some contents are written down. */
  static List<String> known(Handle h, Collection<String> digests) {
    return digests.isEmpty()
        ? List.of()
        : h.createQuery("select digest from file_content where digest = any(:digests)")
            .bindArray("digests", String.class, digests.toArray())
            .mapTo(String.class)
            .list();
  }

  private static Row row(ResultSet r) throws SQLException {
    return new Row(
        new FileId(r.getLong("id")),
        r.getString("person"),
        r.getString("name"),
        r.getObject("item", Long.class),
        content(r));
  }

  private static Content content(ResultSet r) throws SQLException {
    String preview = r.getString("preview");
    return new Content(
        r.getString("digest"),
        r.getLong("size"),
        FileKind.of(r.getString("kind")),
        FileState.of(r.getString("state")),
        r.getString("refusal"),
        extent(r),
        preview == null ? null : FileKind.of(preview));
  }

  private static FileView.@Nullable Extent extent(ResultSet r) throws SQLException {
    Integer width = r.getObject("width", Integer.class);
    return width == null ? null : new FileView.Extent(width, r.getInt("height"));
  }

  /** The file of a row that has {@code file_id} beside the name and the content; else nothing. */
  static @Nullable FileView beside(ResultSet r) throws SQLException {
    Long id = r.getObject("file_id", Long.class);
    return id == null
        ? null
        : new Row(new FileId(id), "", r.getString("name"), null, content(r)).view();
  }
}
