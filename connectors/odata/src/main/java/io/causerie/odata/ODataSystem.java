package io.causerie.odata;

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
import org.jspecify.annotations.Nullable;

/** A system with services: one address, one client and one token for all that is read there. */
record ODataSystem(Address root, @Nullable String sapClient, SystemClient client)
    implements SourceSystem {
  static ODataSystem of(SystemContext context, HttpClients clients) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>();
    HttpConfig http = new HttpConfig(context, faults);
    ClientSettings settings =
        new ClientSettings(
            context.system(), http.timeout(), ODataKind.MAX_PAGE.in(context), Faults.REMEDIES);
    ODataSystem system =
        new ODataSystem(
            http.root(),
            ODataKind.SAP_CLIENT.given(context).orElse(null),
            clients.client(settings, http.authorization(), context.clock()));
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return system;
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "ODataSystem[" + root + "]";
  }
}
