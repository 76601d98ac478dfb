/** Les textes de ce qui n’est pas encore raccordé : systèmes et types d’événements. */
export default {
  "unmappedTitle": "Ces types arrivent sans correspondance",
  "unmappedHelp": "Leurs événements sont conservés comme ignorés. Pour en lire quelque chose, commencez une correspondance à partir de ceux qui sont arrivés.",
  "unmappedNewest": "Les 10 000 plus récents sont comptés.",
  "unmappedOthers": { one: "{n} autre type est arrivé moins souvent.", other: "{n} autres types sont arrivés moins souvent." },
  "mapType": "Faire correspondre…",
  "mapTypeOf": "Faire correspondre {type}…",
  "mappingIsNew": "Nouvelle : le connecteur n’a aucune correspondance pour ce type. Enregistrez-la comme {file} dans la configuration, et nommez-la sous « mapping » du connecteur.",
};
