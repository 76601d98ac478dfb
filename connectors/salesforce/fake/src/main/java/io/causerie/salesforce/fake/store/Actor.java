package io.causerie.salesforce.fake.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who does something, and by what.
 *
 * @param user an id
 * @param origin as change events tell it, empty where Salesforce itself did it
 * @param stamp the time its records get; a long transaction commits with an old one
 */
public record Actor(String user, String origin, @Nullable Instant stamp) {
  /** A person before Salesforce's own pages. */
  public static Actor person(String user) {
    return new Actor(user, "com/salesforce/api/soap/66.0;client=SfdcInternalAPI/", null);
  }

  public Actor at(Instant instant) {
    return new Actor(user, origin, instant);
  }
}
