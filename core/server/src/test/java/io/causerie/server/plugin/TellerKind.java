package io.causerie.server.plugin;

import io.causerie.model.SourceEvent;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind that somebody else wrote: tells one row of what it was configured with. */
public final class TellerKind implements ConnectorKind {
  private static final Key<String> WORD = Key.text("word").needed().help("What it tells.");

  @Override
  public String name() {
    return "teller";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.POLL);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(WORD);
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    String word = WORD.in(context);
    return () -> new Intake.Polled(new Told(word, context.clock().instant()));
  }

  private record Told(String word, Instant at) implements Poller {
    @Override
    public String start(@Nullable Instant since) {
      return "start";
    }

    @Override
    public String beginning() {
      return "beginning";
    }

    @Override
    public Page read(String cursor, @Nullable String until, int limit) {
      byte[] data = "{\"id\":\"%s\"}".formatted(word).getBytes(StandardCharsets.UTF_8);
      SourceEvent event = new SourceEvent("/teller", "told", word, word, at, null, Map.of(), data);
      return new Page(List.of(new SourceRow(word, "1", event)), "end", false, at);
    }
  }
}
