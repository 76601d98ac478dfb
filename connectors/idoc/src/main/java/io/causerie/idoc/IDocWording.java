package io.causerie.idoc;

import io.causerie.model.phrase.Wording;

/** Why what came is no IDoc, and what is wrong with a folder. */
enum IDocWording implements Wording {
  NO_IDOC("not an IDoc"),
  EMPTY("there is nothing in it"),
  NO_XML("it is no XML that is taken: {why}"),
  PLACE("line {line}, column {column}"),
  DOCTYPE("it has a document type, which is never read"),
  HALF("it ends in the middle"),
  NO_CHARSET("there is no charset {charset}"),
  NONE_IN_IT("no element in it is an IDOC"),
  NO_CONTROL("an IDoc has no control record EDI_DC40"),
  TWO_CONTROLS("an IDoc has two control records"),
  NO_TYPE("the control record has no MESTYP"),
  NO_NUMBER(
      "the control record has no DOCNUM; have its sender number it, or set `withoutNumber` to `digest`"),
  LONG_FIELD("the field {field} of the control record has more than {most} characters"),
  TWICE("the field {field} stands twice in one segment"),
  TOO_DEEP("its segments are nested more than {most} deep"),
  TOO_LARGE("an IDoc has more than {most} characters; raise `maxIdoc`, or send less in one"),
  SPLIT_TOO_LARGE("an IDoc of {parts} parts is too large to be told part by part"),
  TOO_MANY("there are more than {most} IDocs in one request; send fewer at once"),
  TOO_LARGE_FILE("it has {bytes} bytes, and `maxFile` lets {most} in"),

  CURSOR("the cursor is no place in this folder"),
  RESET("Reset the connector: whatever is still in the folder is read then."),
  NO_FOLDER("there is no folder {folder}"),
  MAKE_FOLDER("Make it, or mount it, and let the user of this server write there."),
  UNREADABLE("{place} could not be read: {why}"),
  UNMOVED("{file} was taken, and could not be put away: {why}"),
  LET_READ("Let the user of this server read it and write into its folder."),
  LET_WRITE(
      "Let the user of this server write into the folder; what was taken is not taken again meanwhile.");

  private final String english;

  IDocWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "idoc";
  }

  @Override
  public String english() {
    return english;
  }
}
