/** French texts about files. */
export default {
  "attach": "Joindre des fichiers",
  "attachHint": "Joindre des fichiers ; ou déposez-les ici, ou collez une image",
  "files": "Fichiers",
  "sendingFile": "Envoi de {name}",
  "takeBackFile": "Retirer {name}",
  "fileAdded": "{name} est joint",
  "fileTooLarge": "{name} est trop volumineux : {size} au plus.",
  "filesTooMany": { one: "{n} fichier au plus.", other: "{n} fichiers au plus." },
  "fileNotSent": "{name} n’a pas été envoyé : {reason}",
  "fileWaiting": "vérification en cours",
  "fileRefused": "refusé : {reason}",
  "saveFile": "Enregistrer {name}",
  "filesStay": "Le texte seulement : les fichiers restent ici",
};
