/** Texts around comments that were made in sources. */
export default {
  "inSource": "in {system}",
  "previewNote": "A comment of the source",
  "previewNoteGone": "The comment {id} is gone.",
  "previewNoteReply": "in reply to {id}",
  "openNote": "Open the comment",
};
