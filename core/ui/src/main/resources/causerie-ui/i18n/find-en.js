/** Finding, in English. */
export default {
  "find": "Find",
  "findWhat": "Find a record or a key",
  "found": "What was found",
  "foundNothing": "Nothing that you may see has these words.",
  "foundSome": { one: "{n} found", other: "{n} found" },
};
