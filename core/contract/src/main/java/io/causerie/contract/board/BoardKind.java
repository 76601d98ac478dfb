package io.causerie.contract.board;

import io.causerie.model.Lane;
import io.causerie.spi.Accounts;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import io.causerie.spi.WriteBack;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The kind of systems that are a {@link Board}. */
public final class BoardKind implements ConnectorKind {
  private static final Key<String> URL = Key.text("url").shared().needed().help("Where it is.");
  private static final Key<String> TOKEN =
      Key.text("token").shared().needed().hidden().help("Whom it lets in.");
  private static final Key<String> MEANS =
      Key.text("means").shared().help("What it has the means for, with spaces; left out: all.");
  private static final Key<String> LANES =
      Key.text("lanes").shared().help("The lanes it has a place for; left out: both.");

  @Override
  public String name() {
    return "board";
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(URL, TOKEN, MEANS, LANES);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.POLL);
  }

  @Override
  public Optional<WriteBack.Claim> writesBack(SystemContext context) {
    return Optional.of(
        new WriteBack.Claim(
            some(Lane.class, context.text("lanes")), some(WriteBack.Means.class, means(context))));
  }

  private static Optional<String> means(SystemContext context) {
    return context.text("means");
  }

  private static <T extends Enum<T>> Set<T> some(Class<T> type, Optional<String> words) {
    if (words.isEmpty()) {
      return EnumSet.allOf(type);
    }
    Set<T> some = EnumSet.noneOf(type);
    Arrays.stream(words.get().split(" "))
        .filter(word -> !word.isEmpty())
        .forEach(word -> some.add(Enum.valueOf(type, word.toUpperCase(Locale.ROOT))));
    return some;
  }

  @Override
  public SourceSystem system(SystemContext context) throws ConfigException {
    BoardClient client = new BoardClient(URI.create(URL.in(context)), TOKEN.in(context));
    WriteBack.Claim claim = writesBack(context).orElseThrow();
    return new BoardSystem(client, new BoardWriteBack(client, claim));
  }

  /** What its connectors share. */
  record BoardSystem(BoardClient client, BoardWriteBack writing) implements SourceSystem {
    @Override
    public Optional<WriteBack> writeBack() {
      return Optional.of(writing);
    }

    @Override
    public Optional<Accounts> accounts() {
      return writing.claim().means().contains(WriteBack.Means.AS_PERSON)
          ? Optional.of(client)
          : Optional.empty();
    }
  }

  @Override
  public Connector connector(ConnectorContext context) {
    BoardClient client = context.source(BoardSystem.class).client();
    return () -> new Intake.Polled(new BoardPoller(client));
  }
}
