/** What stands before the name of a page where something is unread. */
const UNREAD = /^\([^)]*\) /;

/**
 * Keeps how much is unread before the name of the page, whatever names it when.
 *
 * @returns what is told of each other number, as it is written; "" for none
 */
export function countedTitle() {
  let count = "";
  const write = () => {
    const { title } = document;
    if (title && !UNREAD.test(title) && count) {
      document.title = `(${count}) ${title}`;
    }
  };
  new MutationObserver(write).observe(document.head, { subtree: true, childList: true, characterData: true });
  return (now) => {
    const before = count ? `(${count}) ` : "";
    count = now;
    if (before && document.title.startsWith(before)) {
      document.title = document.title.slice(before.length);
    }
    write();
  };
}
