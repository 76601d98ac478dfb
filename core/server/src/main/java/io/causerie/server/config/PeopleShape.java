package io.causerie.server.config;

import io.causerie.model.mapping.MappingShape;
import io.causerie.model.yaml.Shape;

/** What {@link PeopleFile} reads. */
final class PeopleShape {
  private PeopleShape() {}

  static Shape file() {
    return Shape.file("Causerie: people", "Groups, persons and their identities.")
        .allow(
            "groups",
            Shape.map(
                "Groups by name; audiences and persons refer to them.",
                Shape.either(
                    "",
                    Shape.keys("")
                        .allow(
                            "title",
                            MappingShape.localized("How people call it; left out: its name.")),
                    Shape.nothing())))
        .allow("people", Shape.list("Everybody.", person()));
  }

  private static Shape person() {
    return Shape.keys("")
        .require("id", Shape.text("The person's id; it never changes.").example("ada"))
        .require("name", Shape.text("How she is shown.").example("Ada Lovelace"))
        .allow("email", Shape.text("Her address, for systems with `matchByEmail`."))
        .allow(
            "active",
            Shape.truth("Whether she may sign in; `false` disables her whoever else names her.")
                .fallback(true))
        .allow("guest", Shape.truth("Whether she is a customer.").fallback(false))
        .allow("language", Shape.text("Her language; left out: the server's.").example("fr"))
        .allow("groups", Shape.oneOrMore(Shape.text("Her groups.")))
        .allow(
            "identities",
            Shape.map("By system, who she is there.", Shape.oneOrMore(Shape.text("Her keys."))));
  }
}
