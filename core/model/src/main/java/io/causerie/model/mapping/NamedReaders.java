package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Localized;
import io.causerie.model.phrase.JsonKind;
import io.causerie.model.text.Messages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The persons an audience names: each a text, or {@code {id, as, handover}}; {@code handover}
 * beside the list is for all of it.
 *
 * @param persons everybody named
 * @param holders those who hold a role that is handed over; absent where there is no such role
 */
record NamedReaders(Set<String> persons, @Nullable Map<String, Localized> holders) {
  private static final String HANDOVER = "handover";
  private static final Localized IN_CHARGE =
      Messages.of(NamedReaders.class).everywhere("person.inCharge");

  /**
   * Reads {@code persons} and {@code handover} of an audience.
   *
   * @param what how messages call the audience
   * @param storable refuses a name that cannot be stored
   * @throws BadEvent if something is not understood: that must not make an audience wider
   */
  static NamedReaders read(String what, JsonNode audience, UnaryOperator<String> storable) {
    String place = what + ".persons";
    boolean all = truth(what, audience, HANDOVER);
    Set<String> persons = new TreeSet<>();
    Map<String, Localized> holders = new TreeMap<>();
    boolean role = all;
    for (JsonNode node : list(place, audience.path("persons"))) {
      boolean told = node.isObject();
      boolean handover = (told && node.has(HANDOVER)) ? truth(place, node, HANDOVER) : all;
      JsonNode id = told ? node.path("id") : node;
      String name = Json.isNothing(id) ? "" : storable.apply(Texts.of(place, id).strip());
      role |= handover;
      if (!name.isEmpty()) {
        persons.add(name);
        if (handover) {
          holders.put(
              name, (told && node.hasNonNull("as")) ? title(place, node.get("as")) : IN_CHARGE);
        }
      }
    }
    if (role && !what.equals("audience")) {
      throw new BadEvent(
          MappingWording.HANDS_OVER.with(what), MappingWording.HANDS_OVER_TALK.with(what));
    }
    return new NamedReaders(persons, role ? holders : null);
  }

  /** Refuses keys that an audience does not have: it would be read by others than was meant. */
  static void requireKeys(String what, JsonNode audience, boolean withCustomer) {
    Set<String> keys = new TreeSet<>(Set.of("everyone", "groups", "persons", HANDOVER));
    if (withCustomer) {
      keys.add("customer");
    }
    audience
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                throw new BadEvent(
                    MappingWording.UNKNOWN_KEY.with(what),
                    MappingWording.UNKNOWN_KEY_OF.with(
                        what, Texts.cut(key, 100), String.join(", ", keys)));
              }
            });
  }

  /** Whether an audience says something of itself; not said is no. */
  static boolean truth(String what, JsonNode node, String key) {
    JsonNode said = node.path(key);
    if (said.isMissingNode() || said.isNull()) {
      return false;
    }
    if (!said.isBoolean()) {
      String place = what + "." + key;
      throw new BadEvent(
          MappingWording.NO_TRUTH.with(place),
          MappingWording.NO_TRUTH_BUT.with(place, JsonKind.of(said)));
    }
    return said.booleanValue();
  }

  private static Localized title(String what, JsonNode node) {
    Map<String, String> texts = new HashMap<>();
    if (node.isObject()) {
      node.properties()
          .forEach(e -> texts.put(e.getKey().toLowerCase(Locale.ROOT), text(what, e.getValue())));
    } else {
      texts.put("", text(what, node));
    }
    return new Localized(texts);
  }

  private static String text(String what, JsonNode node) {
    return Texts.requireStorable(what, Texts.cut(Texts.of(what, node).strip(), 100));
  }

  /** The elements of a list, which may be left out; an owner whom nobody is yet is null there. */
  static List<JsonNode> list(String what, JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(
          element -> {
            if (!Json.isNothing(element)) {
              elements.add(element);
            }
          });
    } else if (!node.isMissingNode() && !node.isNull()) {
      throw new BadEvent(
          MappingWording.NO_LIST.with(what), MappingWording.NO_LIST_OF_NAMES.with(what));
    }
    return elements;
  }
}
