package com.example.rss;

import io.causerie.http.Address;
import io.causerie.http.ClientSettings;
import io.causerie.http.HttpClients;
import io.causerie.http.HttpConfig;
import io.causerie.http.SystemClient;
import io.causerie.spi.ConfigException;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the feeds of one site share: its address, who one is there, one client. */
// tag::site[]
record Site(Address root, SystemClient client) implements SourceSystem {
  static Site of(SystemContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>();
    HttpConfig http = new HttpConfig(context, faults);
    ClientSettings settings =
        new ClientSettings(context.system(), http.timeout(), 1 << 20, Map.of());
    Site site =
        new Site(
            http.root(),
            HttpClients.ofProcess().client(settings, http.authorization(), context.clock()));
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return site;
  }

  /** A feed of this site and of no other; empty where it is none. */
  Optional<Address> feed(String path) {
    return root.resolve(path).filter(root::isBeside).filter(feed -> !feed.hasUser());
  }

  @Override
  public void close() {
    client.close();
  }

  /** Without the client, which knows secrets. */
  @Override
  public String toString() {
    return "Site[" + root + "]";
  }
}
// end::site[]
