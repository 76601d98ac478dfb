package io.causerie.server.live;

import io.causerie.engine.CauserieException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Premise;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.live.Live;
import io.causerie.engine.live.LiveLine;
import io.causerie.engine.live.Round;
import io.causerie.model.RecordId;
import io.causerie.server.signin.TokenStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads the journal for all streams of this node, and knows who follows what.
 * It never writes to a stream itself: what a slow reader does not take holds up nobody.
 */
final class Tail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  /** Of the journal at once. */
  private static final int LINES = 500;

  /** Of what somebody missed, so many at once; fewer than may wait for her. */
  private static final int MISSED = 200;

  /** Of so many topics at once, so that who follows already is not held up by who comes. */
  private static final int TOPICS = 50;

  private static final long ROUND_MILLIS = 1000;

  private static final String UNDECIDED = "the source does not say who may see its record";

  private final Live live;
  private final TokenStore tokens;
  private final Pen pen;
  private final Consumer<Collection<Stream>> writer;
  private final Thread thread = new Thread(this::run, "causerie-live");
  private final Semaphore wanted = new Semaphore(0);
  private final Queue<Stream> coming = new ConcurrentLinkedQueue<>();
  private final Queue<Stream> leaving = new ConcurrentLinkedQueue<>();
  private final Queue<Stream> doubted = new ConcurrentLinkedQueue<>();
  private final Questions questions;
  private final List<Unreads> unreads;
  private volatile long head;
  private volatile boolean connectorsChanged;
  private volatile boolean closed;

  /** Who follows what, from {@link #position} on. */
  private final Map<Topic, Followers> index = new HashMap<>();

  /** Who has not come so far yet. */
  private final Deque<Stream> behind = new ArrayDeque<>();

  private long position;
  private long tokensSeen = System.nanoTime();

  private @Nullable Premise tokensKnown;

  /**
   * @param lists whose numbers are told
   * @param head where the journal ends
   * @param writer writes to streams what waits for them
   */
  Tail(
      Live live,
      List<Unreads.Lists> lists,
      TokenStore tokens,
      Pen pen,
      long head,
      Consumer<Collection<Stream>> writer) {
    this.live = live;
    this.tokens = tokens;
    this.pen = pen;
    this.head = head;
    this.position = head;
    this.writer = writer;
    this.questions = new Questions(live, wanted::release);
    this.unreads = lists.stream().map(one -> new Unreads(one, wanted::release, writer)).toList();
  }

  void start() {
    thread.start();
  }

  boolean isAlive() {
    return thread.isAlive() || closed;
  }

  /** The journal has grown; called by who numbers it. */
  void grown(long to) {
    head = to;
    wanted.release();
  }

  void come(Stream stream) {
    coming.add(stream);
    wanted.release();
  }

  void leave(Stream stream) {
    leaving.add(stream);
  }

  void doubt(Stream stream) {
    doubted.add(stream);
    wanted.release();
  }

  void connectorsChanged() {
    connectorsChanged = true;
    wanted.release();
  }

  private void run() {
    while (!closed) {
      try {
        boolean more = !behind.isEmpty() || position < head;
        if (wanted.tryAcquire(more ? 20 : ROUND_MILLIS, TimeUnit.MILLISECONDS)) {
          wanted.drainPermits();
        }
        round();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (CauserieException e) {
        LOG.debug("the journal could not be read for streams; it is tried again", e);
        pause();
      } catch (Throwable e) {
        LOG.error("the journal could not be read for streams; it is tried again", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      wanted.tryAcquire(ROUND_MILLIS / 2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round() {
    questions.answered();
    forget();
    if (index.isEmpty()) {
      position = Math.max(position, head);
    }
    follow(head);
    look();
    if (connectorsChanged) {
      queueForOperators();
    }
    welcome();
    unreads.forEach(own -> own.tell(index.get(own.topic())));
    requireTokens();
  }

  private void forget() {
    for (Stream gone = leaving.poll(); gone != null; gone = leaving.poll()) {
      drop(gone);
      behind.remove(gone);
    }
  }

  private void drop(Stream gone) {
    gone.topics().forEach(topic -> drop(gone, topic));
  }

  private void drop(Stream gone, Topic topic) {
    Followers followers = index.get(topic);
    if (followers != null) {
      followers.remove(gone);
      if (followers.isEmpty()) {
        index.remove(topic);
      }
    }
  }

  /** Tells what has come until a position. */
  private void follow(long upTo) {
    while (position < upTo) {
      Round round = live.next(position, LINES, this::viewers);
      requireTokens(round.premise(), List.of());
      hold(round);
      // In the order of positions, whatever they are about: she goes on behind the last she had.
      Map<Stream, SortedMap<Long, Frame>> told = new HashMap<>();
      Letters letters = new Letters(pen, System.nanoTime());
      round
          .told()
          .forEach(
              (record, lines) -> {
                Topic topic = new Topic.OfRecord(record);
                Followers followers = index.get(topic);
                if (followers != null) {
                  Map.copyOf(followers.streams())
                      .forEach(
                          (viewer, streams) ->
                              collect(
                                  topic,
                                  record,
                                  letters,
                                  List.copyOf(streams),
                                  lines.get(viewer),
                                  told));
                }
              });
      told.forEach((stream, frames) -> frames.values().forEach(stream::add));
      // As far as was promised, too, where there are no lines: they may have been removed.
      position = round.lines() < LINES ? Math.max(round.position(), upTo) : round.position();
      writer.accept(told.keySet());
    }
  }

  /** Whoever waits for what a source decides falls behind, and holds up nobody else. */
  private void hold(Round round) {
    Set<Stream> held = new HashSet<>();
    round
        .undecided()
        .forEach(
            (record, viewers) -> {
              Followers followers = index.get(new Topic.OfRecord(record));
              if (followers != null) {
                viewers.forEach(v -> held.addAll(followers.streams().getOrDefault(v, Set.of())));
              }
            });
    for (Stream stream : held) {
      drop(stream);
      stream.after(position);
      behind.add(stream);
    }
  }

  private Collection<Viewer> viewers(RecordId record) {
    Followers followers = index.get(new Topic.OfRecord(record));
    return followers == null ? List.of() : followers.streams().keySet();
  }

  /**
   * @param lines absent: she may not know of the record any more
   */
  private void collect(
      Topic topic,
      RecordId record,
      Letters letters,
      List<Stream> streams,
      @Nullable List<LiveLine> lines,
      Map<Stream, SortedMap<Long, Frame>> told) {
    for (Stream stream : streams) {
      if (lines == null) {
        lose(stream, topic);
      } else if (!lines.isEmpty()) {
        SortedMap<Long, Frame> frames = told.computeIfAbsent(stream, s -> new TreeMap<>());
        lines.forEach(
            line ->
                frames.put(
                    line.item().position(),
                    letters.to(stream.viewer().person(), stream.manner(), record, line)));
      }
    }
  }

  /** A topic that she may not follow any more; with the last of them her stream ends. */
  private void lose(Stream stream, Topic topic) {
    drop(stream, topic);
    stream.topics().remove(topic);
    if (stream.topics().isEmpty()) {
      stream.finish("end");
    } else {
      stream.add(gone(topic));
      stream.flush();
    }
  }

  /** Says that one of several topics is told of no more. */
  private static Frame gone(Topic topic) {
    String of =
        topic instanceof Topic.OfRecord record ? "\"record\":\"%s\"".formatted(record.id()) : "";
    return Frame.of("gone", "{" + of + "}");
  }

  private void queueForOperators() {
    connectorsChanged = false;
    Followers operators = index.get(Topic.OfOperators.CONNECTORS);
    if (operators != null) {
      Frame frame = Frame.of("change", "{\"what\":\"connectors\"}");
      List<Stream> streams = new ArrayList<>();
      operators.streams().values().forEach(streams::addAll);
      streams.forEach(stream -> stream.add(frame));
      writer.accept(streams);
    }
  }

  /** Looks again at rights by which something has waited for too long. */
  private void look() {
    List<Stream> all = new ArrayList<>();
    for (Stream stream = doubted.poll(); stream != null; stream = doubted.poll()) {
      all.add(stream);
    }
    if (all.isEmpty()) {
      return;
    }
    try {
      Map<RecordId, Set<Viewer>> asked = new HashMap<>();
      for (Stream stream : all) {
        for (Frame frame : stream.doubtful()) {
          Frame.About about = frame.about();
          if (about != null) {
            asked.computeIfAbsent(about.record(), r -> new HashSet<>()).add(stream.viewer());
          }
        }
      }
      long now = System.nanoTime();
      Map<RecordId, Reads.Standings> standings = new HashMap<>();
      asked.forEach((record, viewers) -> standings.put(record, live.standings(record, viewers)));
      standings.values().forEach(of -> requireTokens(of.premise(), all));
      Questions.Asked asking = questions.begin();
      for (Stream stream : all) {
        Set<RecordId> open = new HashSet<>(asked.keySet());
        open.removeIf(
            record ->
                !Objects.requireNonNull(standings.get(record))
                    .undecided()
                    .contains(stream.viewer()));
        if (open.isEmpty()) {
          stream.askedFor(false);
          stream.goOn(about -> may(standings, stream.viewer(), about), now);
        } else if (stream.isAskedFor()) {
          stream.cut(UNDECIDED);
        } else {
          asking.add(stream, open);
        }
      }
      asking.send(doubted);
    } catch (RuntimeException e) {
      doubted.addAll(all);
      throw e;
    }
  }

  private static boolean may(
      Map<RecordId, Reads.Standings> standings, Viewer viewer, Frame.About about) {
    Reads.Standings of = standings.get(about.record());
    Standing standing = of == null ? null : of.in().get(viewer);
    return standing != null && about.told().isFor(standing);
  }

  /** Tells those who come what they missed, until they have come as far as the others. */
  private void welcome() {
    for (Stream stream = coming.poll(); stream != null; stream = coming.poll()) {
      behind.add(stream);
    }
    if (behind.isEmpty()) {
      return;
    }
    List<Stream> batch = batch();
    if (batch.isEmpty()) {
      return;
    }
    try {
      Live.Span span = live.span();
      batch.removeIf(
          stream -> {
            Long after = stream.after();
            boolean lost = after != null && !span.holds(after);
            if (lost) {
              stream.finish("reset");
            }
            return lost;
          });
      // Whoever has read the record meanwhile was given a position of after this.
      head = Math.max(head, span.position());
      if (index.isEmpty()) {
        position = span.position();
      }
      follow(span.position());
      catchUp(batch);
    } catch (RuntimeException e) {
      batch.forEach(stream -> fail(stream, e));
      throw e;
    }
  }

  /** Whoever has not begun is told at once; others wait until the database is there again. */
  private void fail(Stream stream, RuntimeException e) {
    if (stream.isWelcomed()) {
      behind.add(stream);
    } else {
      stream.refuse(e);
    }
  }

  /** Some of those who are behind and take more; the others keep their places. */
  private List<Stream> batch() {
    List<Stream> batch = new ArrayList<>();
    Set<Topic> topics = new HashSet<>();
    for (int i = behind.size(); i > 0; i--) {
      Stream stream = behind.remove();
      if (stream.isOver()) {
        continue;
      }
      if (topics.size() < TOPICS && !stream.hasWaiting()) {
        topics.addAll(stream.topics());
        batch.add(stream);
      } else {
        behind.add(stream);
      }
    }
    return batch;
  }

  private void catchUp(List<Stream> batch) {
    Map<RecordId, Long> missed = new LinkedHashMap<>();
    Map<RecordId, Set<Viewer>> viewers = new HashMap<>();
    Set<RecordId> begun = new HashSet<>();
    for (Stream stream : batch) {
      if (stream.isNew()) {
        begun.addAll(stream.records());
      }
    }
    Map<RecordId, Live.Beginning> beginnings = live.beginnings(begun);
    for (Stream stream : batch) {
      long after = stream.after() == null ? position : stream.after();
      stream.after(after);
      for (RecordId record : stream.records()) {
        missed.merge(record, after, Math::min);
        viewers.computeIfAbsent(record, r -> new HashSet<>()).add(stream.viewer());
      }
    }
    Round round = live.since(missed, position, MISSED, r -> viewers.getOrDefault(r, Set.of()));
    requireTokens(round.premise(), batch);
    Letters letters = new Letters(pen, System.nanoTime());
    Questions.Asked asking = questions.begin();
    for (Stream stream : batch) {
      Set<RecordId> open = round.undecided(stream.viewer(), stream.records());
      if (open.isEmpty()) {
        stream.askedFor(false);
        catchUp(stream, round, letters, beginnings);
      } else if (!stream.isAskedFor()) {
        asking.add(stream, open);
      } else if (stream.isWelcomed()) {
        // She comes again, and is told to wait where it still does not answer.
        stream.cut(UNDECIDED);
      } else {
        stream.refuse(Reads.undecided());
      }
    }
    asking.send(coming);
    writer.accept(batch);
  }

  /**
   * @param beginnings where whoever is new is told that she goes on from
   */
  private void catchUp(
      Stream stream, Round round, Letters letters, Map<RecordId, Live.Beginning> beginnings) {
    long after = Objects.requireNonNull(stream.after());
    TreeMap<Long, Frame> frames = new TreeMap<>();
    List<Frame> gone = new ArrayList<>();
    for (Topic topic : List.copyOf(stream.topics())) {
      if (topic instanceof Topic.OfRecord of) {
        List<LiveLine> lines = round.told().getOrDefault(of.id(), Map.of()).get(stream.viewer());
        if (lines == null) {
          stream.topics().remove(topic);
          gone.add(gone(topic));
        } else {
          lines.stream()
              .filter(line -> line.item().position() > after)
              .forEach(
                  line ->
                      frames.put(
                          line.item().position(),
                          letters.to(stream.viewer().person(), stream.manner(), of.id(), line)));
        }
      }
    }
    if (stream.topics().isEmpty()) {
      end(stream);
      return;
    }
    if (!stream.isWelcomed()) {
      // Of records that she may not know of nothing is said, nor of others than hers.
      LongStream places =
          stream.records().stream().mapToLong(r -> place(stream.viewer(), r, round, beginnings));
      long place = stream.isNew() ? places.min().orElse(after) : after;
      stream.welcome();
      stream.add(Frame.of("ready", "{\"position\":" + place + "}"));
    }
    gone.forEach(stream::add);
    frames.values().forEach(stream::add);
    stream.after(Math.max(after, round.position()));
    if (round.position() < position) {
      behind.add(stream);
    } else {
      stream.topics().forEach(t -> index.computeIfAbsent(t, k -> new Followers()).add(stream));
      unreads.forEach(own -> own.come(stream));
      if (stream.isOver()) {
        drop(stream);
      }
    }
  }

  private static long place(
      Viewer viewer, RecordId record, Round round, Map<RecordId, Live.Beginning> beginnings) {
    Live.Beginning of = Objects.requireNonNull(beginnings.get(record));
    boolean internal = round.internal().getOrDefault(record, Set.of()).contains(viewer);
    return internal ? of.internal() : of.customer();
  }

  private static void end(Stream stream) {
    if (stream.isWelcomed()) {
      stream.finish("end");
    } else {
      stream.refuse(new NotFoundException("record"));
    }
  }

  /** Ends streams whose tokens were taken back before the moment of which they are told. */
  private void requireTokens(@Nullable Premise now, Collection<Stream> more) {
    if (now != null && (tokensKnown == null || !tokensKnown.sameTokens(now))) {
      requireTokens(more);
      tokensKnown = now;
    }
  }

  /** Ends the streams of tokens that are over, and of persons who have left. */
  private void requireTokens() {
    if (System.nanoTime() - tokensSeen >= TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS)) {
      requireTokens(List.of());
    }
  }

  private void requireTokens(Collection<Stream> more) {
    Set<Stream> all = new HashSet<>(behind);
    all.addAll(more);
    index.values().forEach(f -> f.streams().values().forEach(all::addAll));
    if (all.isEmpty()) {
      return;
    }
    tokensSeen = System.nanoTime();
    Set<String> counting =
        tokens.counting(all.stream().map(s -> s.caller().digest()).distinct().toList());
    all.stream()
        .filter(s -> !counting.contains(s.caller().digest()))
        .forEach(
            over -> {
              drop(over);
              behind.remove(over);
              over.finish("end");
            });
  }

  @Override
  public void close() {
    closed = true;
    wanted.release();
    questions.close();
    unreads.forEach(Unreads::close);
    try {
      // Not interrupted: that would close an embedded database's file under whoever else reads it.
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
