package io.causerie.engine;

import java.util.List;

/** Others read a lane than the writer was shown; nothing was written. */
public final class ReadersChangedException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final List<String> outside;

  public ReadersChangedException(List<String> outside) {
    super(
        outside.isEmpty()
            ? "others read this now than you were shown; nothing was written, so look again"
            : ("%s %s this now, and you were shown other readers; nothing was written, so look"
                    + " again")
                .formatted(String.join(", ", outside), outside.size() == 1 ? "reads" : "read"));
    this.outside = List.copyOf(outside);
  }

  /** The names of those from outside who read it now, without the writer. */
  public List<String> outside() {
    return outside;
  }
}
