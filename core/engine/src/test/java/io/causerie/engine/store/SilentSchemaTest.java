package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Whoever runs it has not asked anybody to be told of it. */
class SilentSchemaTest {
  @Test
  void nobodyOutsideIsAskedOrToldWhenTablesAreMade() throws Exception {
    Queue<URI> asked = new ConcurrentLinkedQueue<>();
    ProxySelector before = ProxySelector.getDefault();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
    try (TestDatabase database = Databases.H2.fresh()) {
      Schema.update(database.source(), "io/causerie/engine/changelog.xml");
    } finally {
      ProxySelector.setDefault(before);
    }

    assertThat(asked.stream().map(URI::getHost)).isEmpty();
  }
}
