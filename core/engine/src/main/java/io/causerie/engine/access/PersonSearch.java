package io.causerie.engine.access;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Finds persons of a crowd. */
@FunctionalInterface
public interface PersonSearch {
  /**
   * @param crowd whom the answer may name
   * @return ids, the best fit first
   */
  List<String> in(Handle h, Crowd crowd, int limit);
}
