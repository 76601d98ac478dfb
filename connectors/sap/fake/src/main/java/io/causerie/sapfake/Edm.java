package io.causerie.sapfake;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a service has, as its {@code $metadata} says it. */
final class Edm {
  final String service;
  final String text;
  final Map<String, EntitySet> sets = new LinkedHashMap<>();

  /** A property; days are times that say no more. */
  record Property(String name, String type, boolean key, boolean etag, boolean filterable) {}

  /** A way from an entity to those of another set that have its key. */
  record Navigation(String name, String set) {}

  /** An entity set and the type of its entities. */
  record EntitySet(
      String name,
      String type,
      List<String> key,
      Map<String, Property> properties,
      Map<String, Navigation> navigation,
      boolean creatable,
      boolean updatable,
      boolean deletable) {
    Optional<Property> etag() {
      return properties.values().stream().filter(Property::etag).findFirst();
    }

    Property property(String name) {
      Property property = properties.get(name);
      if (property == null) {
        throw new Refusal(
            400, "/IWFND/CM_MGW_RT/020", "Property %s not found in type %s".formatted(name, type));
      }
      return property;
    }
  }

  private Edm(String service, String text) {
    this.service = service;
    this.text = text;
  }

  /**
   * Reads a service's resource.
   *
   * @param documentFlow false: as older releases have it, without
   */
  static Edm of(String service, boolean documentFlow) {
    try (InputStream in = Edm.class.getResourceAsStream(service + ".xml")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String text =
          all.replaceAll(
              documentFlow ? "\\s*<!-- /?flow -->" : "(?s)\\s*<!-- flow -->.*?<!-- /flow -->", "");
      Edm edm = new Edm(service, text);
      edm.read();
      return edm;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(service + " is no XML", e);
    }
  }

  private static final class Type {
    final String name;
    final List<String> key = new ArrayList<>();
    final Map<String, Property> properties = new LinkedHashMap<>();
    final Map<String, String> relations = new LinkedHashMap<>();

    Type(String name) {
      this.name = name;
    }
  }

  private void read() throws XMLStreamException {
    Map<String, Type> types = new HashMap<>();
    Map<String, String> targets = new HashMap<>();
    Map<String, String[]> found = new LinkedHashMap<>();
    XMLStreamReader xml =
        XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(text));
    String namespace = "";
    String association = "";
    Type type = new Type("");
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "Schema" -> namespace = attribute(xml, "Namespace");
        case "EntityType" -> {
          type = new Type(namespace + "." + attribute(xml, "Name"));
          types.put(type.name, type);
        }
        case "PropertyRef" -> type.key.add(attribute(xml, "Name"));
        case "Property" -> {
          String name = attribute(xml, "Name");
          type.properties.put(
              name,
              new Property(
                  name,
                  attribute(xml, "Type"),
                  type.key.contains(name),
                  attribute(xml, "ConcurrencyMode").equals("Fixed"),
                  !attribute(xml, "filterable").equals("false")));
        }
        case "NavigationProperty" ->
            type.relations.put(attribute(xml, "Name"), attribute(xml, "Relationship"));
        case "Association" -> association = namespace + "." + attribute(xml, "Name");
        case "End" -> {
          if (attribute(xml, "Multiplicity").equals("*")) {
            targets.put(association, attribute(xml, "Type"));
          }
        }
        case "EntitySet" ->
            found.put(
                attribute(xml, "Name"),
                new String[] {
                  attribute(xml, "EntityType"),
                  attribute(xml, "creatable"),
                  attribute(xml, "updatable"),
                  attribute(xml, "deletable")
                });
        default -> {
          // What nothing here asks for.
        }
      }
    }
    Map<String, String> setOf = new HashMap<>();
    found.forEach((name, said) -> setOf.put(said[0], name));
    found.forEach(
        (name, said) -> {
          Type of = Objects.requireNonNull(types.get(said[0]));
          Map<String, Navigation> ways = new LinkedHashMap<>();
          of.relations.forEach(
              (way, relation) ->
                  ways.put(
                      way,
                      new Navigation(
                          way, Objects.requireNonNull(setOf.get(targets.get(relation))))));
          sets.put(
              name,
              new EntitySet(
                  name,
                  said[0],
                  of.key,
                  of.properties,
                  ways,
                  !said[1].equals("false"),
                  !said[2].equals("false"),
                  !said[3].equals("false")));
        });
  }

  private static String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }

  EntitySet set(String name) {
    EntitySet set = sets.get(name);
    if (set == null) {
      throw new Refusal(
          404, "/IWFND/CM_MGW_RT/003", "Resource not found for segment '%s'".formatted(name));
    }
    return set;
  }
}
