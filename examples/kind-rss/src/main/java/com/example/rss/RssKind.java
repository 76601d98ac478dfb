package com.example.rss;

import io.causerie.http.Address;
import io.causerie.http.HttpConfig;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Key;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Feeds of a site, in RSS or Atom, read over HTTP. */
public final class RssKind implements ConnectorKind {
  // tag::keys[]
  static final Key<String> URL =
      HttpConfig.URL.help("The address of the site; an https address without a query.");
  static final Key<String> FEED =
      Key.text("feed").needed().help("Where the feed stands below `url`: `blog/atom.xml`.");
  static final Key<String> EVENT_TYPE =
      Key.text("eventType", "entry").help("The type of its events.");
  static final Key<Integer> MAX_SIZE =
      Key.number("maxSize", 4 << 20)
          .atLeast(1024)
          .atMost(64 << 20)
          .help("How many bytes the feed may have.");

  private static final List<ConfigKey> OF_A_CONNECTOR = List.of(FEED, EVENT_TYPE, MAX_SIZE);

  @Override
  public List<ConfigKey> configKeys() {
    return Stream.of(Stream.of(URL), OF_A_CONNECTOR.stream(), HttpConfig.KEYS.stream())
        .<ConfigKey>flatMap(keys -> keys)
        .toList();
  }

  // end::keys[]

  // tag::claims[]
  @Override
  public String name() {
    return "rss";
  }

  /** A feed drops what is old: what is missing there is not gone, so it claims no CENSUS. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.POLL);
  }

  // end::claims[]

  @Override
  public List<String> mappings() {
    return List.of("feed");
  }

  @Override
  public List<String> readingKeys() {
    return List.of(FEED.name());
  }

  // tag::made[]
  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    return Site.of(context);
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(OF_A_CONNECTOR, context));
    Site site = context.source(Site.class);
    Optional<Address> feed = FEED.given(context).flatMap(site::feed);
    if (feed.isEmpty()) {
      faults.add(
          new ConfigException.Fault(
              FEED.name(), "expected a path below `url`: the site's credentials go nowhere else"));
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Rows rows = new Rows(context.system(), context.connector(), EVENT_TYPE.in(context));
    return new FeedConnector(
        new FeedPoller(site.client(), feed.get(), MAX_SIZE.in(context), rows, context.clock()));
  }

  // end::made[]
}
