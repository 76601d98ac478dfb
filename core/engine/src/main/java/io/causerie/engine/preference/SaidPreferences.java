package io.causerie.engine.preference;

import io.causerie.engine.home.Reason;
import io.causerie.engine.notice.NoticePreferences;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What persons said, for whoever decides what they are told. */
final class SaidPreferences implements NoticePreferences {
  @Override
  public Map<String, Wishes> of(Handle h, Collection<String> persons, Instant now) {
    Map<String, Wishes> wishes = new HashMap<>();
    Preferences.of(h, persons)
        .forEach(
            (person, said) ->
                wishes.put(person, (reason, channel) -> when(said, reason, channel, now)));
    return wishes;
  }

  private static When when(Preference said, Reason reason, String word, Instant now) {
    // A channel that is none of these is an embedder's, of which nobody can say anything.
    Optional<Channel> channel =
        Arrays.stream(Channel.values()).filter(one -> one.word().equals(word)).findFirst();
    if (channel.isEmpty()) {
      return NoticePreferences.usually(reason) ? When.NOW : When.NEVER;
    }
    return said.telling(reason, channel.get(), now)
        .map(from -> from.isAfter(now) ? When.later(from) : When.NOW)
        .orElse(When.NEVER);
  }

  @Override
  public boolean mayTell(Handle h, Reason reason) {
    return NoticePreferences.usually(reason) || PreferenceStore.isAnyBroad(h);
  }
}
