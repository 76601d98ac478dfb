package io.causerie.odata;

import io.causerie.http.Address;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a connector's configuration, and collects what is wrong with it. */
final class SettingsReader {
  private final ConnectorContext context;
  private final List<ConfigException.Fault> faults = new ArrayList<>();
  private final ODataSystem system;

  SettingsReader(ConnectorContext context) {
    this.context = context;
    this.system = context.source(ODataSystem.class);
  }

  void refuse() throws ConfigException {
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
  }

  Settings settings() {
    boolean delta = context.truth(ODataKind.DELTA);
    ODataVersion version = version();
    String set = context.text(ODataKind.ENTITY_SET).orElse("");
    if (!set.matches("[\\p{L}\\p{N}_]{1,128}")) {
      fault(ODataKind.ENTITY_SET, "expected the name of an entity set");
    }
    Optional<String> changedOn = context.text(ODataKind.CHANGED_ON);
    if (changedOn.isEmpty() && !delta) {
      fault(
          ODataKind.CHANGED_ON,
          "is missing: name the property that says when an entity was last changed, or set"
              + " `delta: true`");
    }
    if (delta && version.isV2()) {
      fault(ODataKind.DELTA, "only V4 services offer delta links; give `changedOn`");
    }
    return new Settings(
        context.system(),
        context.connector(),
        root(),
        version,
        set,
        changedOn.orElse(null),
        context.texts(ODataKind.KEY),
        context.texts(ODataKind.SELECT),
        context.texts(ODataKind.EXPAND),
        context.text(ODataKind.FILTER).orElse(null),
        duration(ODataKind.OVERLAP, Duration.ofMinutes(5)),
        delta,
        number(ODataKind.PAGE_SIZE, 1000, 100_000),
        context.text(ODataKind.EVENT_TYPE).orElse(set),
        zone(),
        system.sapClient(),
        number(ODataKind.MAX_PAGE, 16 << 20, 1 << 30));
  }

  /** The service's root: the system's address, and the path to the service below it. */
  private Address root() {
    String path = context.text(ODataKind.SERVICE).orElse("");
    if (!path.isEmpty() && !path.matches("[\\w.~;=,$-]+(/[\\w.~;=,$-]+)*")) {
      fault(ODataKind.SERVICE, "expected a path below `url`, without a slash at its ends");
      return system.root();
    }
    Address root = system.root();
    for (String segment : path.split("/")) {
      root = root.asFolder().below(segment);
    }
    return root.asFolder();
  }

  private void fault(String key, String message) {
    faults.add(new ConfigException.Fault(key, message));
  }

  private ODataVersion version() {
    String text = context.text(ODataKind.VERSION).orElse("v4");
    if (!text.equals("v2") && !text.equals("v4")) {
      fault(ODataKind.VERSION, "expected `v2` or `v4`");
    }
    return text.equals("v2") ? ODataVersion.V2 : ODataVersion.V4;
  }

  private Duration duration(String key, Duration fallback) {
    Duration duration = context.duration(key).orElse(fallback);
    if (duration.isNegative()) {
      fault(key, "expected a positive duration, for instance " + fallback);
    }
    return duration;
  }

  private int number(String key, int fallback, int most) {
    int number = context.text(key).map(Integer::parseInt).orElse(fallback);
    if (number < 1 || number > most) {
      fault(key, "expected a number from 1 to " + most);
    }
    return number;
  }

  private ZoneId zone() {
    try {
      return context.text(ODataKind.ZONE).map(ZoneId::of).orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      fault(ODataKind.ZONE, "expected a zone such as Europe/Paris");
      return ZoneOffset.UTC;
    }
  }
}
