package io.causerie.server.live;

import io.causerie.engine.access.Viewer;
import io.causerie.model.RecordId;
import io.causerie.server.signin.Caller;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * One open stream (HTML Living Standard, section 9.2): what is to be sent waits in a queue, and is
 * written as fast as its reader takes it, by whatever thread comes along and never by one that
 * waits. Whoever does not read loses her stream, and goes on from the last line she had.
 */
final class Stream {
  /** More do not wait for one reader. */
  static final int MOST_WAITING = 256;

  /** So much is written at once, and one line more. */
  private static final int PIECE = 64 << 10;

  /** A right that was looked at longer ago is looked at again before its line is written. */
  private static final long RIGHTS_HOLD = TimeUnit.SECONDS.toNanos(1);

  private final Caller caller;
  private final Viewer viewer;
  private final Manner manner;
  private final Request request;
  private final Response response;
  private final Consumer<Stream> doubted;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private final Writing writing = new Writing();

  /** Only by the thread that follows the journal. */
  private final Set<Topic> topics;

  private @Nullable Long after;
  private final boolean begins;
  private boolean welcomed;
  private boolean askedFor;

  private boolean last;
  private boolean inDoubt;
  private volatile boolean underWay;
  private volatile long since = System.nanoTime();

  /**
   * @param after the position to go on from; absent: from now on
   * @param doubted told when lines have waited so long that rights are to be looked at again
   */
  Stream(Opening opening, Set<Topic> topics, @Nullable Long after, Consumer<Stream> doubted) {
    this.caller = opening.caller();
    this.viewer = opening.viewer();
    this.manner = opening.manner();
    this.request = opening.request();
    this.response = opening.response();
    this.topics = new HashSet<>(topics);
    this.after = after;
    this.begins = after == null;
    this.doubted = doubted;
  }

  /** A request that is to become a stream. */
  record Opening(Caller caller, Viewer viewer, Manner manner, Request request, Response response) {}

  Caller caller() {
    return caller;
  }

  Viewer viewer() {
    return viewer;
  }

  Manner manner() {
    return manner;
  }

  Set<Topic> topics() {
    return topics;
  }

  /** Which records she follows. */
  Set<RecordId> records() {
    Set<RecordId> records = new HashSet<>();
    for (Topic topic : topics) {
      if (topic instanceof Topic.OfRecord of) {
        records.add(of.id());
      }
    }
    return records;
  }

  /** Whether sources were asked about her, so that what is not decided now is not known. */
  boolean isAskedFor() {
    return askedFor;
  }

  void askedFor(boolean now) {
    askedFor = now;
  }

  @Nullable Long after() {
    return after;
  }

  void after(long position) {
    after = position;
  }

  /** Whether its reader goes on from nowhere, but from now on. */
  boolean isNew() {
    return begins && !welcomed;
  }

  /** Whether its reader was told that it is open; true from then on. */
  boolean isWelcomed() {
    return welcomed;
  }

  void welcome() {
    welcomed = true;
  }

  /** Completed when it is over, exceptionally where it never began. */
  CompletableFuture<Boolean> ended() {
    return ended;
  }

  boolean isOver() {
    return ended.isDone();
  }

  /** Whether something is being written, and was so long ago already. */
  boolean isHeldUp(long now, long longest) {
    return underWay && now - since > longest;
  }

  boolean isSilent(long now, long longest) {
    return welcomed && !underWay && now - since > longest;
  }

  /** Whether lines come faster than they are taken. */
  boolean isLate() {
    synchronized (waiting) {
      return waiting.size() > 2;
    }
  }

  boolean hasWaiting() {
    synchronized (waiting) {
      return underWay || !waiting.isEmpty();
    }
  }

  /** Lets something wait to be written; ends the stream of who has let too much wait. */
  void add(Frame frame) {
    boolean full;
    synchronized (waiting) {
      full = waiting.size() >= MOST_WAITING;
      if (!full && !last) {
        waiting.add(frame);
      }
    }
    if (full) {
      cut("the stream is not read");
    }
  }

  /** Writes what waits, as far as the reader takes it. */
  void flush() {
    writing.iterate();
  }

  /** Says how it goes on, and ends. */
  void finish(String event) {
    synchronized (waiting) {
      if (last) {
        return;
      }
      last = true;
      // What was to be told by rights that are gone is told no more.
      waiting.removeIf(frame -> frame.about() != null);
      waiting.add(Frame.of(event, "{}"));
    }
    flush();
  }

  /** Ends a request that is no stream yet. */
  void refuse(RuntimeException why) {
    ended.completeExceptionally(why);
  }

  void close() {
    synchronized (waiting) {
      last = true;
      waiting.clear();
    }
    if (underWay) {
      cut("the server stops");
    } else {
      ended.complete(true);
    }
  }

  /** Ends the connection: whatever is under way never arrives. */
  void cut(String why) {
    request.getConnectionMetaData().getConnection().getEndPoint().close(new TimeoutException(why));
    ended.complete(true);
  }

  /** What waits and needs a right. */
  List<Frame> doubtful() {
    synchronized (waiting) {
      return waiting.stream().filter(frame -> frame.about() != null).toList();
    }
  }

  /**
   * Goes on after rights were looked at again.
   *
   * @param allowed which of what needs a right may still be told
   */
  void goOn(Predicate<Frame.About> allowed, long now) {
    synchronized (waiting) {
      List<Frame> kept = new ArrayList<>();
      for (Frame frame : waiting) {
        Frame.About about = frame.about();
        if (about == null) {
          kept.add(frame);
        } else if (allowed.test(about)) {
          kept.add(new Frame(frame.bytes(), new Frame.About(about.record(), about.told(), now)));
        }
      }
      waiting.clear();
      waiting.addAll(kept);
      inDoubt = false;
    }
    flush();
  }

  /** Writes one piece after another, each once the one before has been taken. */
  private final class Writing extends IteratingCallback {
    @Override
    protected Action process() {
      ByteBuffer piece = null;
      boolean doubt = false;
      synchronized (waiting) {
        underWay = false;
        if (waiting.isEmpty() || inDoubt) {
          return last && waiting.isEmpty() ? Action.SUCCEEDED : Action.IDLE;
        }
        long now = System.nanoTime();
        for (Frame frame : waiting) {
          Frame.About about = frame.about();
          doubt |= about != null && now - about.checked() > RIGHTS_HOLD;
        }
        if (doubt) {
          inDoubt = true;
        } else {
          piece = piece();
          underWay = true;
          since = now;
        }
      }
      if (piece == null) {
        doubted.accept(Stream.this);
        return Action.IDLE;
      }
      response.write(false, piece, this);
      return Action.SCHEDULED;
    }

    private ByteBuffer piece() {
      byte[] first = waiting.remove().bytes();
      if (waiting.isEmpty()) {
        return ByteBuffer.wrap(first);
      }
      ByteArrayOutputStream piece = new ByteArrayOutputStream();
      piece.writeBytes(first);
      while (!waiting.isEmpty() && piece.size() < PIECE) {
        piece.writeBytes(waiting.remove().bytes());
      }
      return ByteBuffer.wrap(piece.toByteArray());
    }

    @Override
    protected void onCompleteSuccess() {
      ended.complete(true);
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
      ended.complete(true);
    }
  }
}
