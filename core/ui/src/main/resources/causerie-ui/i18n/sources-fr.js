/** Textes autour des commentaires faits dans les sources. */
export default {
  "inSource": "dans {system}",
  "previewNote": "Un commentaire de la source",
  "previewNoteGone": "Le commentaire {id} n’existe plus.",
  "previewNoteReply": "en réponse à {id}",
  "openNote": "Ouvrir le commentaire",
};
