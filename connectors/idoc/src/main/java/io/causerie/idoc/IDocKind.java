package io.causerie.idoc;

import io.causerie.spi.BasicCredentials;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Door;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/** SAP systems that hand over IDocs as XML: by HTTP, or as files in a folder. */
public final class IDocKind implements ConnectorKind {
  static final Key<ZoneId> ZONE =
      Key.zone("zone")
          .needed()
          .help("The zone of the SAP system: the times of its control records have none.");
  static final Key<String> WITHOUT_NUMBER =
      Key.word("withoutNumber", "refuse", "refuse", "digest")
          .help(
              "What becomes of an IDoc without DOCNUM: `refuse` keeps it as failed, `digest` knows it by the bytes it came in.");
  static final Key<Integer> MAX_IDOC =
      Key.number("maxIdoc", 4 << 20)
          .atLeast(1 << 10)
          .atMost(16 << 20)
          .help("How many characters one IDoc may have.");
  static final Key<String> FOLDER =
      Key.text("folder")
          .byHand()
          .help("The folder that files are taken from, as an absolute path; left out: by HTTP.");
  static final Key<String> FILES =
      Key.text("files", "*.{xml,XML}")
          .byHand()
          .help("Which files of `folder` are meant, as a glob.");
  static final Key<String> TAKEN =
      Key.word("taken", "move", "move", "mark", "delete")
          .byHand()
          .help(
              "What becomes of a file once its IDocs are stored: `move` puts it into `done/` below the folder, `mark` adds `.done` to its name, `delete` deletes it.");
  static final Key<Duration> QUIET =
      Key.duration("quiet", Duration.ofSeconds(5))
          .byHand()
          .help("How long a file must have been as it is before it is read.");
  static final Key<Duration> PATIENCE =
      Key.duration("patience", Duration.ofMinutes(10))
          .byHand()
          .help("How long the rest of a file that ends in the middle is waited for.");
  static final Key<Integer> MAX_FILE =
      Key.number("maxFile", 64 << 20)
          .atLeast(1 << 10)
          .atMost(1 << 30)
          .byHand()
          .help("How many bytes a file may have.");

  private static final List<Key<?>> OF_FOLDER = List.of(FILES, TAKEN, QUIET, PATIENCE, MAX_FILE);
  private static final List<ConfigKey> KEYS =
      List.of(
          BasicCredentials.CREDENTIALS,
          ZONE,
          WITHOUT_NUMBER,
          MAX_IDOC,
          FOLDER,
          FILES,
          TAKEN,
          QUIET,
          PATIENCE,
          MAX_FILE);

  @Override
  public String name() {
    return "idoc";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.PUSH, Capability.POLL);
  }

  @Override
  public Set<Capability> capabilities(ConnectorContext context) {
    return EnumSet.of(FOLDER.given(context).isPresent() ? Capability.POLL : Capability.PUSH);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return KEYS;
  }

  @Override
  public List<String> readingKeys() {
    return List.of(ZONE.name());
  }

  @Override
  public List<String> mappings() {
    return List.of(
        "idoc/delivery",
        "idoc/invoice",
        "idoc/material",
        "idoc/order-response",
        "idoc/purchase-order",
        "idoc/status");
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(KEYS, context));
    boolean posted = FOLDER.given(context).isEmpty();
    List<String> senders = BasicCredentials.CREDENTIALS.given(context).orElse(List.of());
    if (posted && senders.isEmpty()) {
      faults.add(
          fault(
              BasicCredentials.CREDENTIALS,
              "nobody could send: give who may, or the `folder` that files are taken from"));
    }
    if (!posted && !senders.isEmpty()) {
      faults.add(fault(BasicCredentials.CREDENTIALS, "means nothing beside `folder`"));
    }
    if (posted) {
      OF_FOLDER.stream()
          .filter(key -> !context.texts(key.name()).isEmpty())
          .forEach(key -> faults.add(fault(key, "means nothing without `folder`")));
    }
    if (context.texts(ZONE.name()).isEmpty()) {
      faults.add(fault(ZONE, "say where the SAP system is: `UTC`, or such as `Europe/Berlin`"));
    }
    Path folder = folder(context, faults);
    PathMatcher files = files(context, faults);
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    Reading reading =
        new Reading(
            "/" + context.system() + "/" + context.connector(),
            ZONE.in(context),
            WITHOUT_NUMBER.in(context).equals("digest"),
            MAX_IDOC.in(context));
    if (posted) {
      Door door = new IDocDoor(reading, new BasicCredentials(senders));
      Intake pushed = new Intake.Pushed(door);
      return () -> pushed;
    }
    Inbox inbox =
        new Inbox(
            folder,
            files,
            Inbox.Taken.of(TAKEN.in(context)),
            new Inbox.Patience(QUIET.in(context), PATIENCE.in(context)),
            context.clock());
    return new FolderConnector(new FolderPoller(inbox, reading, MAX_FILE.in(context)));
  }

  private static Path folder(ConnectorContext context, List<ConfigException.Fault> faults) {
    String text = FOLDER.given(context).orElse("/-");
    try {
      Path folder = Path.of(text);
      if (folder.isAbsolute() && folder.normalize().getNameCount() > 0) {
        return folder.normalize();
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    faults.add(fault(FOLDER, "expected an absolute path, such as /srv/idoc/out"));
    return Path.of("/");
  }

  private static PathMatcher files(ConnectorContext context, List<ConfigException.Fault> faults) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + FILES.in(context));
    } catch (PatternSyntaxException e) {
      faults.add(fault(FILES, "expected a glob, such as *.xml"));
      return path -> false;
    }
  }

  private static ConfigException.Fault fault(ConfigKey key, String message) {
    return new ConfigException.Fault(key.name(), message);
  }
}
