/** Texts around what is not connected yet: systems, and types of events. */
export default {
  "unmappedTitle": "These types come and are not mapped",
  "unmappedHelp": "Their events are kept as ignored. Whoever wants to read of them begins a mapping from those that came.",
  "unmappedNewest": "Counted are the newest 10,000.",
  "unmappedOthers": { one: "{n} other type came less often.", other: "{n} other types came less often." },
  "mapType": "Map…",
  "mapTypeOf": "Map {type}…",
  "mappingIsNew": "New: the connector has no mapping for this type. Save it as {file} in the configuration, and name it under “mapping” of the connector.",
};
