package io.causerie.sapfake;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** What is to go wrong with the next requests. */
public final class Faults {
  /** A way to fail. */
  public enum What {
    /** It is answered after two seconds. */
    SLOW,
    /** It is not answered until {@link #release}. */
    HANG,
    /** 503, as while the system restarts. */
    UNAVAILABLE,
    /** 429 with {@code Retry-After}. */
    BUSY,
    /** 400, as what customizing or authorizations do not let in. */
    REFUSED,
    /** 400 too: somebody has it open in a dialogue. */
    LOCKED,
    /** 500 with a page for people. */
    BROKEN,
    /** What it does is done, and its answer never comes. */
    ANSWER_LOST
  }

  private static final class Fault {
    final What what;
    final Predicate<String> which;
    int times;

    Fault(What what, int times, Predicate<String> which) {
      this.what = what;
      this.times = times;
      this.which = which;
    }
  }

  private final List<Fault> faults = new ArrayList<>();
  private CountDownLatch released = new CountDownLatch(1);

  Faults() {}

  /** Each of the next requests. */
  public void next(What what, int times) {
    next(what, times, request -> true);
  }

  /**
   * The next requests of a kind.
   *
   * @param which asked of method and path: {@code PATCH /API_SALES_ORDER_SRV/A_SalesOrder('1')}
   */
  public synchronized void next(What what, int times, Predicate<String> which) {
    faults.add(new Fault(what, times, which));
  }

  /** Nothing goes wrong any more, and what hangs is answered. */
  public synchronized void release() {
    faults.clear();
    released.countDown();
    released = new CountDownLatch(1);
  }

  synchronized Optional<What> of(String request) {
    for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
      Fault fault = all.next();
      if (fault.which.test(request)) {
        fault.times--;
        if (fault.times <= 0) {
          all.remove();
        }
        return Optional.of(fault.what);
      }
    }
    return Optional.empty();
  }

  synchronized CountDownLatch released() {
    return released;
  }
}
