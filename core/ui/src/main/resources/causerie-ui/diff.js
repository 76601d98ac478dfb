/** Beyond so many comparisons texts are taken as wholly different. */
const MOST = 400000;

/**
 * Compares two texts word by word.
 *
 * @returns two lists of `{text, changed}`: the old text and the new one
 */
export function compareWords(before, after) {
  const old = words(before);
  const now = words(after);
  if (old.length * now.length > MOST) {
    return [[{ text: before, changed: true }], [{ text: after, changed: true }]];
  }
  const common = lengths(old, now);
  const left = [];
  const right = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      add(left, old[i++], false);
      add(right, now[j++], false);
    } else if (j === now.length || (i < old.length && common[i + 1][j] >= common[i][j + 1])) {
      add(left, old[i++], true);
    } else {
      add(right, now[j++], true);
    }
  }
  return [left, right];
}

function words(text) {
  return text.match(/\s+|[^\s]+/g) ?? [];
}

/** How many words the rests of both texts have in common, in their order. */
function lengths(old, now) {
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      common[i][j] = old[i] === now[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  return common;
}

function add(parts, text, changed) {
  if (parts.at(-1)?.changed === changed) {
    parts.at(-1).text += text;
  } else {
    parts.push({ text, changed });
  }
}
