/** Finding, in French. */
export default {
  "find": "Rechercher",
  "findWhat": "Dossier ou numéro",
  "found": "Résultats",
  "foundNothing": "Rien de ce que vous pouvez voir ne contient ces mots.",
  "foundSome": { one: "{n} résultat", other: "{n} résultats" },
};
