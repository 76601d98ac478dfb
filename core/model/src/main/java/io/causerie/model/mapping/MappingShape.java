package io.causerie.model.mapping;

import io.causerie.model.yaml.Shape;

/** What {@link MappingCompiler} reads, for editors; a test of the server holds both together. */
public final class MappingShape {
  private static final String LANGUAGE = "^" + MappingCompiler.LANGUAGE + "$";
  private static final String ID = "id";
  private static final String TYPE = "type";
  private static final String TITLE = "title";
  private static final String VALUE = "value";
  private static final String VALUES = "values";

  private MappingShape() {}

  /** The shape of a mapping file. */
  public static Shape file() {
    return mapping(Shape.file("Causerie: a mapping", "What the data of an event mean."));
  }

  /** The shape of a mapping that stands in another file. */
  public static Shape inline() {
    return mapping(Shape.keys("What the data of an event mean."));
  }

  private static Shape mapping(Shape keys) {
    return keys.allow("on", on("Types of events this mapping is for; left out: every type."))
        .allow("if", Shape.jq("The event is ignored where this is false or null."))
        .allow(
            "zone",
            Shape.text(
                    "The zone of dates and times that are written without one; left out: the"
                        + " connector's, else UTC.")
                .example("Europe/Paris"))
        .require("record", record())
        .allow(
            "audience",
            Shape.jq(
                "Who may read, within the ceilings: `{groups, persons, everyone, customer: {groups,"
                    + " persons, everyone}}`; a person is an id or an address, or `{id, as:"
                    + " \"owner\", handover: true}` for whoever holds a role; null: as before."))
        .allow("actor", actor())
        .allow("published", Shape.jq("When it happened; left out: the event's time."))
        .allow("track", Shape.list("Fields whose changes are told.", track()))
        .allow("posts", Shape.list("Posts that an event may become.", post()))
        .allow("note", note());
  }

  /** Types of events. */
  public static Shape on(String help) {
    return Shape.oneOrMore(
        Shape.text(help + " One may end in `*`.").example("com.example.order.*"));
  }

  private static Shape record() {
    return Shape.keys("The record the event is about.")
        .require(TYPE, Shape.text("Its type, as it is.").example("Order"))
        .allow("typeLabel", localized("How people call the type."))
        .require(ID, Shape.jq("Its key, of 512 characters at most."))
        .allow(
            "version",
            Shape.jq("A number or a time that grows with each change; an older event is late."))
        .allow(TITLE, Shape.jq("Its title: a text, or `{en: ..., fr: ...}`."))
        .allow("url", Shape.jq("The absolute address of its page."))
        .allow("deleted", Shape.jq("Whether it is gone; what was said stays."))
        .allow("mergedInto", Shape.jq("The key of the record it is now part of, or `{type, id}`."))
        .allow("renumberedTo", Shape.jq("Its new key, or `{type, id}`."))
        .allow("related", Shape.list("Records it has to do with.", related()));
  }

  private static Shape related() {
    return Shape.keys("")
        .require("rel", Shape.text("What the other record is to this one.").example("customer"))
        .require(TYPE, Shape.text("The other record's type.").example("Customer"))
        .require(ID, Shape.jq("Its key; a list gives several records."))
        .allow("system", Shape.text("Its system; left out: the same."))
        .allow(TITLE, Shape.jq("Its title."));
  }

  private static Shape actor() {
    return user("Who did it.");
  }

  private static Shape user(String help) {
    return Shape.keys(help)
        .require(ID, Shape.jq("The user's key, as in the identities of people.yaml."))
        .allow("name", Shape.jq("The user's name, where the key is nobody's."))
        .allow("email", Shape.jq("The user's address, for `matchByEmail`."));
  }

  private static Shape track() {
    return typed(
            Shape.keys("")
                .require("field", Shape.text("The field's name.").example("status"))
                .allow(VALUE, Shape.jq("Its value; left out: the field of that name.")))
        .allow("label", localized("How people call the field."))
        .allow(
            "restricted",
            Shape.oneOrMore(Shape.text("Groups that may see it; left out: whoever may read.")))
        .allow(
            "lookup",
            Shape.truth("Looked up in another table: it is shown, but its change is nobody's.")
                .fallback(false))
        .allow(
            "changedBy",
            Shape.jq("The key of the user who changed this field, where it is not the actor."));
  }

  /** What a value looks like to people. */
  private static Shape typed(Shape keys) {
    return keys.allow(
            TYPE, Shape.oneOf("What it is; left out: as in the data.", MappingCompiler.TYPES))
        .allow(
            VALUES,
            Shape.map(
                "Names of codes; goes with neither `type` nor `money`.", localized("A name.")))
        .allow("money", Shape.jq("The currency of an amount of money."))
        .allow("format", format("In which form a text is written; its tags are not shown."));
  }

  private static Shape format(String help) {
    return Shape.oneOf(help, MappingCompiler.FORMATS).fallback("markdown");
  }

  private static Shape post() {
    return Shape.keys("")
        .require(
            "when", Shape.oneOf("What must have happened to the record.", MappingCompiler.WHENS))
        .allow("if", Shape.jq("There is no post where this is false or null."))
        .allow(TYPE, Shape.text("The activity's type, of ActivityStreams.").example("Update"))
        .allow(
            "lane",
            Shape.oneOf("Which side of the discussion it belongs to.", MappingCompiler.LANES)
                .fallback("internal"))
        .require(
            "summary", localized("The sentence, with `{actor}`, `{record}`, `{changes}`, values."))
        .allow("you", localized("The sentence for whoever did it."))
        .allow(
            VALUES,
            Shape.map(
                "Values of the sentence, by name.",
                Shape.either(
                    "",
                    Shape.jq("The value."),
                    typed(Shape.keys("").require(VALUE, Shape.jq("The value."))))))
        .allow("content", Shape.jq("Words of the source."))
        .allow("format", format("In which form `content` is written."));
  }

  private static Shape note() {
    return Shape.keys("A comment that was made on the record in the source.")
        .allow("when", Shape.jq("The event tells of no comment where this is false or null."))
        .require(ID, Shape.jq("The comment's key in the source, of 512 characters at most."))
        .require("content", Shape.jq("Its words."))
        .allow("format", format("In which form `content` is written."))
        .allow(
            "lane",
            Shape.oneOf(
                    "Who reads it; `customer` only where the customer reads it in the source.",
                    MappingCompiler.LANES)
                .fallback("internal"))
        .allow("author", user("Who wrote it; left out: the actor."))
        .allow("inReplyTo", Shape.jq("The key of the comment it answers."))
        .allow(
            "edited",
            Shape.jq(
                "A number or a time that grows with each edit; left out: by the time when it"
                    + " happened."))
        .allow("deleted", Shape.jq("Whether the comment is gone."));
  }

  /** A text for every language, or one a language. */
  public static Shape localized(String help) {
    Shape each = Shape.map("", LANGUAGE, Shape.text(""));
    each.tree().put("minProperties", 1);
    return Shape.either(help + " One text, or one a language.", Shape.text(""), each);
  }
}
