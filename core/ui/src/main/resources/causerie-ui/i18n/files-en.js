/** English texts about files. */
export default {
  "attach": "Add files",
  "attachHint": "Add files; or drop them here, or paste a picture",
  "files": "Files",
  "sendingFile": "{name} is being sent",
  "takeBackFile": "Remove {name}",
  "fileAdded": "{name} added",
  "fileTooLarge": "{name} is too large: {size} at most.",
  "filesTooMany": { one: "{n} file at most.", other: "{n} files at most." },
  "fileNotSent": "{name} was not sent: {reason}",
  "fileWaiting": "being checked",
  "fileRefused": "refused: {reason}",
  "saveFile": "Save {name}",
  "filesStay": "Words only: files stay here",
};
