package io.causerie.http.odata;

import io.causerie.model.xml.ForeignXml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads {@code $metadata}, of both versions: only what a connector needs to know. */
final class Metadata {
  private final Map<String, Type> types = new HashMap<>();
  private final Map<String, String> sets = new LinkedHashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> notFilterable = new HashSet<>();
  private final Set<String> notSortable = new HashSet<>();
  private final Set<String> withoutChanges = new HashSet<>();

  private static final class Type {
    final List<String> key = new ArrayList<>();
    final Map<String, EntitySet.Property> properties = new LinkedHashMap<>();
    final Set<String> navigation = new TreeSet<>();
    @Nullable String base;
  }

  private Metadata() {}

  /**
   * @throws XMLStreamException if it is no XML
   */
  static Metadata read(byte[] xml) throws XMLStreamException {
    Metadata metadata = new Metadata();
    metadata.read(ForeignXml.reader(xml));
    return metadata;
  }

  Set<String> entitySets() {
    return sets.keySet();
  }

  Optional<EntitySet> entitySet(String name) {
    String typeName = sets.get(name);
    Type type = typeName == null ? null : types.get(qualified(typeName));
    if (type == null) {
      return Optional.empty();
    }
    List<String> key = new ArrayList<>();
    Map<String, EntitySet.Property> properties = new LinkedHashMap<>();
    Set<String> navigation = new TreeSet<>();
    // A type may extend another; the key is usually the base's. Sixteen: no loop.
    for (int depth = 0; type != null && depth < 16; depth++) {
      key.addAll(0, type.key);
      type.properties.forEach((n, p) -> properties.put(n, annotated(name, p)));
      navigation.addAll(type.navigation);
      type = type.base == null ? null : types.get(qualified(type.base));
    }
    return Optional.of(new EntitySet(name, key, properties, navigation));
  }

  /** Whether the service says that it tracks no changes of the set. */
  boolean isWithoutChanges(String set) {
    return withoutChanges.contains(set);
  }

  private EntitySet.Property annotated(String set, EntitySet.Property property) {
    String path = set + "/" + property.name();
    return new EntitySet.Property(
        property.name(),
        property.type(),
        property.precision(),
        property.day(),
        property.filterable() && !notFilterable.contains(path),
        property.sortable() && !notSortable.contains(path));
  }

  private String qualified(String name) {
    int dot = name.lastIndexOf('.');
    String namespace = dot < 0 ? "" : name.substring(0, dot);
    return aliases.getOrDefault(namespace, namespace) + name.substring(Math.max(dot, 0));
  }

  private void read(XMLStreamReader reader) throws XMLStreamException {
    String namespace = "";
    Type type = new Type();
    boolean inKey = false;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("Key")) {
        inKey = false;
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (reader.getLocalName()) {
        case "Schema" -> {
          namespace = attribute(reader, "Namespace");
          aliases.put(attribute(reader, "Alias"), namespace);
        }
        case "EntityType", "ComplexType" -> {
          type = new Type();
          String base = attribute(reader, "BaseType");
          type.base = base.isEmpty() ? null : base;
          types.put(namespace + "." + attribute(reader, "Name"), type);
        }
        case "Key" -> inKey = true;
        case "PropertyRef" -> {
          if (inKey) {
            type.key.add(attribute(reader, "Name"));
          }
        }
        case "Property" -> property(reader, type);
        case "NavigationProperty" -> type.navigation.add(attribute(reader, "Name"));
        case "EntitySet" -> sets.put(attribute(reader, "Name"), attribute(reader, "EntityType"));
        case "Annotations" -> annotations(reader);
        default -> {
          // Functions, actions, associations: nothing to read them for.
        }
      }
    }
  }

  private static void property(XMLStreamReader reader, Type type) {
    String name = attribute(reader, "Name");
    EdmType edm = EdmType.of(attribute(reader, "Type"));
    String precision = attribute(reader, "Precision");
    int digits = precision.matches("[0-9]{1,2}") ? Integer.parseInt(precision) : 12;
    boolean day = edm == EdmType.DATE || attribute(reader, "display-format").equals("Date");
    boolean filterable = !attribute(reader, "filterable").equals("false");
    boolean sortable = !attribute(reader, "sortable").equals("false");
    type.properties.put(name, new EntitySet.Property(name, edm, digits, day, filterable, sortable));
  }

  /** What V4 says of an entity set: {@code NonFilterableProperties} and its like. */
  private void annotations(XMLStreamReader reader) throws XMLStreamException {
    String target = attribute(reader, "Target");
    String set = target.substring(target.lastIndexOf('/') + 1);
    String term = "";
    String list = "";
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      depth++;
      switch (reader.getLocalName()) {
        case "Annotation" -> term = attribute(reader, "Term");
        case "PropertyValue" -> {
          list = attribute(reader, "Property");
          if (term.endsWith(".ChangeTracking")
              && list.equals("Supported")
              && attribute(reader, "Bool").equals("false")) {
            withoutChanges.add(set);
          }
        }
        case "PropertyPath" -> {
          String path = set + "/" + reader.getElementText();
          depth--;
          if (list.equals("NonFilterableProperties")) {
            notFilterable.add(path);
          } else if (list.equals("NonSortableProperties")) {
            notSortable.add(path);
          }
        }
        default -> {
          // Other vocabularies.
        }
      }
    }
  }

  /** An attribute, of whatever namespace: {@code sap:filterable} too. */
  private static String attribute(XMLStreamReader reader, String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return "";
  }
}
