/** Unsent text by place, kept over a reload. Storage may be refused to a frame: then it is not kept. */
const PREFIX = "causerie-draft:";

/** Whether what is typed outlives a reload. */
export function draftsAreKept() {
  try {
    localStorage.setItem(PREFIX, "kept");
    localStorage.removeItem(PREFIX);
    return true;
  } catch {
    return false;
  }
}

export function readDraft(place) {
  try {
    return localStorage.getItem(PREFIX + place) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(place, text) {
  try {
    if (text) {
      localStorage.setItem(PREFIX + place, text);
    } else {
      localStorage.removeItem(PREFIX + place);
    }
  } catch {
    // Without storage a reload loses the draft; nothing else depends on it.
  }
}
