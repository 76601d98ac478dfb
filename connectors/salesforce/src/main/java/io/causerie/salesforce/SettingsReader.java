package io.causerie.salesforce;

import io.causerie.salesforce.Settings.Reading;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a connector's configuration, and refuses keys that do not go together. */
final class SettingsReader {
  private final ConnectorContext context;

  SettingsReader(ConnectorContext context) {
    this.context = context;
  }

  /** Of a configuration that is wrong what it was meant to be. */
  static Reading reading(ConnectorContext context) {
    String word = SalesforceKind.READ.in(context);
    return Stream.of(Reading.values())
        .filter(reading -> reading.word().equals(word))
        .findFirst()
        .orElse(Reading.CHANGES);
  }

  Settings settings() throws ConfigException {
    List<ConfigException.Fault> faults =
        new ArrayList<>(ConfigKey.faults(new SalesforceKind().configKeys(), context));
    Reading reading = reading(context);
    List<String> fields = SalesforceKind.FIELDS.given(context).orElse(List.of());
    Optional<String> object = SalesforceKind.OBJECT.given(context);
    boolean feed = reading == Reading.FEED;
    if (feed && object.isEmpty()) {
      faults.add(fault(SalesforceKind.OBJECT, "is missing: name the object whose feeds are read"));
    }
    if (!feed && fields.isEmpty()) {
      faults.add(
          fault(
              SalesforceKind.FIELDS,
              "is missing: name what may be read, such as Opportunity.StageName"));
    }
    if (feed && !fields.isEmpty()) {
      faults.add(fault(SalesforceKind.FIELDS, "a feed has fields of its own; name `object`"));
    }
    if (!feed && object.isPresent()) {
      faults.add(fault(SalesforceKind.OBJECT, "goes with `read: feed`; name `fields`"));
    }
    Declared declared =
        faults.isEmpty()
            ? new Declared(feed ? object.map(o -> o + ".Id").stream().toList() : fields)
            : new Declared(List.of());
    if (faults.isEmpty() && reading == Reading.CHANGES && topic(declared).isEmpty()) {
      faults.add(
          fault(
              SalesforceKind.CHANNEL,
              "is missing: `fields` names several objects, so name a channel that has them all"));
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    return new Settings(
        context.system(),
        context.connector(),
        reading,
        topic(declared),
        declared,
        SalesforceKind.OVERLAP.in(context),
        SalesforceKind.BATCH.in(context));
  }

  private String topic(Declared declared) {
    return SalesforceKind.CHANNEL
        .given(context)
        .orElseGet(
            () ->
                declared.objects().size() == 1 ? "/data/" + event(declared.objects().get(0)) : "");
  }

  /** {@code OpportunityChangeEvent}, and of a custom object {@code Project__ChangeEvent}. */
  private static String event(String object) {
    return object.endsWith("__c")
        ? object.substring(0, object.length() - 1) + "ChangeEvent"
        : object + "ChangeEvent";
  }

  private static ConfigException.Fault fault(ConfigKey key, String message) {
    return new ConfigException.Fault(key.name(), message);
  }
}
