/**
 * All that Causerie keeps in a browser: text that was not sent, of one person at one place, over a reload. Other
 * people sit at the same browser: nobody is shown what another one typed, and nothing outlives a sign-out.
 * Storage may be refused to a frame: then it is not kept.
 */
const PREFIX = "causerie-kept:";
/** Drafts that nobody can be asked whose they are. */
const NOBODYS = "causerie-draft:";

forget(NOBODYS);

function forget(prefix) {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .forEach((key) => localStorage.removeItem(key));
  } catch {
    // Where nothing can be kept nothing is to be removed.
  }
}

function of(person) {
  return `${PREFIX}${encodeURIComponent(person)}:`;
}

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

/** @param person the id of the reader; absent: nothing is known of her, nor kept */
export function readDraft(person, place) {
  try {
    return (person && localStorage.getItem(of(person) + place)) || "";
  } catch {
    return "";
  }
}

export function keepDraft(person, place, text) {
  if (!person) {
    return;
  }
  try {
    if (text) {
      localStorage.setItem(of(person) + place, text);
    } else {
      localStorage.removeItem(of(person) + place);
    }
  } catch {
    // Without storage a reload loses the draft; nothing else depends on it.
  }
}

/** When a person signs out, what she typed goes with her. */
export function forgetDrafts(person) {
  forget(of(person));
}
