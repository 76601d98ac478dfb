/** Textes autour des commentaires faits dans les sources, et de ce que les sources laissent utiliser. */
export default {
  "inSource": "dans {system}",
  "previewNote": "Un commentaire de la source",
  "previewNoteGone": "Le commentaire {id} n’existe plus.",
  "previewNoteReply": "en réponse à {id}",
  "openNote": "Ouvrir le commentaire",
  "place": "Position dans la source",
  "stateLimit": "il reste peu de ce que la source accorde",
  "limitOf": "{used} sur {most}",
  "limitLast": "{title} : {used} sur {most} sont consommés.",
  "limitHeld": "Pour en laisser le reste aux personnes, rien n’est plus interrogé, relu, repris ni comparé ; une fois par quart d’heure, on regarde s’il y en a de nouveau.",
  "limitTold": "La source l’a dit",
};
