package io.causerie.http.odata;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A system with services: one address, one client and one token for all that is read there. */
public interface ODataSystem extends SourceSystem {
  /** What the addresses of its services have in common. */
  Address root();

  /** The SAP client, in which each request is answered. */
  Optional<String> sapClient();

  SystemClient client();

  /** One that shares nothing but these. */
  static ODataSystem of(SystemContext context, HttpClients clients) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>();
    HttpConfig http = new HttpConfig(context, faults);
    ClientSettings settings =
        new ClientSettings(
            context.system(), http.timeout(), ODataKeys.MAX_PAGE.in(context), Faults.REMEDIES);
    ODataSystem system =
        new Plain(
            http.root(),
            ODataKeys.SAP_CLIENT.given(context).orElse(null),
            clients.client(settings, http.authorization(), context.clock()));
    if (!faults.isEmpty()) {
      system.close();
      throw new ConfigException(faults);
    }
    return system;
  }

  /** What is shared, and nothing more. */
  record Plain(Address root, @Nullable String sap, SystemClient client) implements ODataSystem {
    @Override
    public Optional<String> sapClient() {
      return Optional.ofNullable(sap);
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
}
