package io.causerie.http.odata;

import io.causerie.http.Address;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Key;
import java.util.ArrayList;
import java.util.List;

/** Reads a connector's configuration, and refuses keys that do not go together. */
final class SettingsReader {
  private final ConnectorContext context;
  private final ODataSystem system;
  private final List<String> expandIfThere;

  SettingsReader(ConnectorContext context, List<String> expandIfThere) {
    this.context = context;
    this.expandIfThere = expandIfThere;
    this.system = context.source(ODataSystem.class);
  }

  Settings settings() throws ConfigException {
    List<ConfigException.Fault> faults = new ArrayList<>(ConfigKey.faults(ODataKeys.ALL, context));
    if (faults.isEmpty()) {
      together(faults);
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    String set = ODataKeys.ENTITY_SET.in(context);
    return new Settings(
        context.system(),
        context.connector(),
        root(),
        version(),
        set,
        texts(ODataKeys.CHANGED_ON),
        texts(ODataKeys.KEY),
        texts(ODataKeys.SELECT),
        texts(ODataKeys.EXPAND),
        expandIfThere,
        ODataKeys.FILTER.given(context).orElse(null),
        ODataKeys.OVERLAP.in(context),
        ODataKeys.DELTA.in(context),
        ODataKeys.PAGE_SIZE.in(context),
        ODataKeys.EVENT_TYPE.given(context).orElse(set),
        ODataKeys.ZONE.in(context),
        system.sapClient().orElse(null),
        ODataKeys.MAX_PAGE.in(context));
  }

  private List<String> texts(Key<List<String>> key) {
    return key.given(context).orElse(List.of());
  }

  private void together(List<ConfigException.Fault> faults) {
    if (ODataKeys.ENTITY_SET.given(context).isEmpty()) {
      faults.add(new ConfigException.Fault(ODataKeys.ENTITY_SET.name(), "is missing"));
    }
    boolean delta = ODataKeys.DELTA.in(context);
    if (ODataKeys.CHANGED_ON.given(context).isEmpty() && !delta) {
      faults.add(
          new ConfigException.Fault(
              ODataKeys.CHANGED_ON.name(),
              "is missing: name the property that says when an entity was last changed, or set"
                  + " `delta: true`"));
    }
    if (texts(ODataKeys.CHANGED_ON).size() > 2) {
      faults.add(
          new ConfigException.Fault(
              ODataKeys.CHANGED_ON.name(), "expected one property, or a day and its time of day"));
    }
    if (delta && version().isV2()) {
      faults.add(
          new ConfigException.Fault(
              ODataKeys.DELTA.name(), "only V4 services offer delta links; give `changedOn`"));
    }
  }

  private ODataVersion version() {
    return ODataKeys.VERSION.in(context).equals("v2") ? ODataVersion.V2 : ODataVersion.V4;
  }

  /** The service's root: the system's address, and the path to the service below it. */
  private Address root() {
    Address root = system.root();
    for (String segment : ODataKeys.SERVICE.given(context).orElse("").split("/")) {
      root = root.asFolder().below(segment);
    }
    return root.asFolder();
  }
}
