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
    if (texts.ids().values().stream().distinct().count() < texts.ids().size()) {
      throw new ConfigException(
          List.of(
              new ConfigException.Fault(
                  SapKind.CUSTOMER.name(),
                  "is the text id of internal comments too: what is internal would be read by"
                      + " customers")));
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
    return texts.ids().isEmpty()
        ? Optional.empty()
        : Optional.of(new SalesOrderTexts(services, texts));
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
