package io.causerie.server.config;

import java.util.List;
import java.util.Optional;

/**
 * How the files of the configuration, as they are now, stand to what is in force.
 *
 * @param refused why they are not in force; empty while they are
 * @param restarting the keys among them that only a restart brings into force
 */
public record FolderState(Optional<String> refused, List<String> restarting) {
  /** They are in force, or nobody looks at them. */
  public static final FolderState IN_FORCE = new FolderState(Optional.empty(), List.of());

  public FolderState {
    restarting = List.copyOf(restarting);
  }
}
