/** Texts around comments that were made in sources, and around what sources let be used. */
export default {
  "inSource": "in {system}",
  "previewNote": "A comment of the source",
  "previewNoteGone": "The comment {id} is gone.",
  "previewNoteReply": "in reply to {id}",
  "openNote": "Open the comment",
  "place": "Place in the source",
  "stateLimit": "little is left of what its source allows",
  "limitOf": "{used} of {most}",
  "limitLast": "{title}: {used} of {most} are used up.",
  "limitHeld": "So that the last is left to people, nothing is polled, read back, filled or compared now; once in a quarter of an hour it is looked whether there is more again.",
  "limitTold": "Its source said so",
};
