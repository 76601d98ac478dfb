package io.causerie.sap;

import io.causerie.http.Address;
import io.causerie.http.HttpClients;
import io.causerie.http.SystemClient;
import io.causerie.http.odata.ODataSystem;
import io.causerie.spi.ConfigException;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import java.util.List;
import java.util.Optional;

/** One S/4HANA: an address, a user and a client for all that is read and written there. */
record SapSystem(ODataSystem services, TextIds texts) implements ODataSystem {
  static SapSystem of(SystemContext context, HttpClients clients) throws ConfigException {
    TextIds texts = TextIds.of(context);
    List<ConfigException.Fault> faults = texts.faults();
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new SapSystem(ODataSystem.of(context, clients), texts);
  }

  @Override
  public Address root() {
    return services.root();
  }

  @Override
  public Optional<String> sapClient() {
    return services.sapClient();
  }

  @Override
  public SystemClient client() {
    return services.client();
  }

  @Override
  public Optional<WriteBack> writeBack() {
    return texts.isWritten() ? Optional.of(new ObjectTexts(services, texts)) : Optional.empty();
  }

  @Override
  public void close() {
    services.close();
  }

  /** Without the client, which knows secrets. */
  @Override
  public String toString() {
    return "SapSystem[" + root() + "]";
  }
}
