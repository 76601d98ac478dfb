package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.salesforce.eventbus.protobuf.TopicInfo;
import io.causerie.model.yaml.Nearest;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks an org whether it has what is declared, and lets its user read it. */
final class OrgCheck {
  private final Org org;
  private final Settings settings;

  OrgCheck(Org org, Settings settings) {
    this.org = org;
    this.settings = settings;
  }

  void check() throws SourceException {
    for (String object : settings.declared().objects()) {
      fields(object);
    }
    if (settings.reading() == Settings.Reading.CHANGES) {
      topic();
    }
  }

  private void fields(String object) throws SourceException {
    Set<String> there = new TreeSet<>();
    Set<String> relations = new TreeSet<>();
    for (JsonNode field : org.rest().describe(object).path("fields")) {
      there.add(field.path("name").asText());
      relations.add(field.path("relationshipName").asText());
    }
    for (String field : settings.declared().of(object)) {
      int dot = field.indexOf('.');
      boolean known = dot < 0 ? there.contains(field) : relations.contains(field.substring(0, dot));
      if (!known) {
        Optional<String> near = Nearest.to(field, there);
        throw Faults.configuration(
            near.isPresent()
                ? SalesforceWording.NO_FIELD_BUT.with(object, field, near.get())
                : SalesforceWording.NO_FIELD.with(object, field),
            SalesforceWording.CHECK_FIELDS.with());
      }
    }
  }

  private void topic() throws SourceException {
    OrgSession session = org.session();
    try {
      TopicInfo topic = org.bus().topic(session, settings.topic());
      if (!topic.getCanSubscribe()) {
        throw Faults.configuration(
            SalesforceWording.NO_TOPIC.with(settings.topic(), "can_subscribe"),
            SalesforceWording.SELECT_ENTITIES.with());
      }
    } catch (BusException e) {
      throw fault(session, e);
    }
  }

  private SourceException fault(OrgSession session, BusException e) {
    return switch (e.kind()) {
      case SESSION -> {
        org.refused(session);
        yield new SourceException(
            Fault.CREDENTIALS,
            SalesforceWording.REFUSED.with(e.code()),
            SalesforceWording.CHECK_LOGIN.with(),
            e);
      }
      case TOPIC, REPLAY ->
          new SourceException(
              Fault.CONFIGURATION,
              SalesforceWording.NO_TOPIC.with(settings.topic(), e.code()),
              SalesforceWording.SELECT_ENTITIES.with(),
              e);
      case ENDED, AWAY, UNTRUSTED, UNASKED -> e.away(settings.topic());
    };
  }
}
