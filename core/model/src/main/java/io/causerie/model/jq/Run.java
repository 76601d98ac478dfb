package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.jspecify.annotations.Nullable;

/**
 * What expressions on one event share: its attributes as {@code $event}, and a budget. Every step
 * and everything that is built counts; whoever is past the budget ends there. For one thread.
 */
public final class Run {
  /** Steps of all expressions on one event together: some tenths of a second at worst. */
  static final long STEPS = 2_000_000;

  /** Bytes that they build, roughly: a budget of memory. */
  static final long BUILT = 64_000_000;

  /** A place in a list, and a value that it was made for. */
  private static final int ELEMENT = 48;

  private static final int MEMBER = 64;
  private static final int OBJECT = 128;

  private final long mostSteps;
  private final long mostBuilt;
  private final Scope scope;
  private long steps;
  private long built;

  /** A budget for one event. */
  public Run(JsonNode event) {
    this(event, STEPS, BUILT);
  }

  Run(JsonNode event, long mostSteps, long mostBuilt) {
    this.scope = new Scope("event", event, null);
    this.mostSteps = mostSteps;
    this.mostBuilt = mostBuilt;
  }

  /** Variables, the innermost first. */
  record Scope(String name, JsonNode value, @Nullable Scope outer) {
    JsonNode get(String wanted) {
      for (Scope at = this; at != null; at = at.outer()) {
        if (at.name().equals(wanted)) {
          return at.value();
        }
      }
      return NullNode.getInstance();
    }

    Scope with(String another, JsonNode itsValue) {
      return new Scope(another, itsValue, this);
    }
  }

  Scope scope() {
    return scope;
  }

  void step() {
    steps(1);
  }

  void steps(long count) {
    steps += count;
    if (steps > mostSteps) {
      throw new JqExhausted(JqWording.STEPS.with(mostSteps));
    }
  }

  /** Counts before it is built. */
  void build(long units) {
    built += units;
    if (built > mostBuilt) {
      throw new JqExhausted(JqWording.BUILDS.with(mostBuilt));
    }
    steps(1 + units / 64);
  }

  /** Counts elements of a list before they are there. */
  void elements(long count) {
    build(count * ELEMENT);
  }

  /** Counts an object of some members. */
  void object(long members) {
    build(OBJECT + members * MEMBER);
  }

  /** Looks through a text; a short one is part of the step. */
  void look(long characters) {
    steps(characters / 64);
  }

  long stepsTaken() {
    return steps;
  }
}
