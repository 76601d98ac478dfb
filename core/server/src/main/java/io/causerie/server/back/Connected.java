package io.causerie.server.back;

import io.causerie.spi.WriteBack;
import java.util.Optional;

/** The accounts that people have connected. */
public interface Connected {
  /** Nobody has. */
  Connected NOBODY =
      new Connected() {
        @Override
        public Optional<WriteBack.Account> of(String person, String system) {
          return Optional.empty();
        }

        @Override
        public void refused(String person, String system) {}
      };

  /** Somebody's account in a system, if she has connected one. */
  Optional<WriteBack.Account> of(String person, String system);

  /** The system does not accept it any more. */
  void refused(String person, String system);
}
