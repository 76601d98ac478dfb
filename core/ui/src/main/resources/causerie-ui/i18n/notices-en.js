/** English texts of the inbox. */
export default {
  "inbox": "Inbox",
  "inboxUnread": { one: "Inbox, {count} unread", other: "Inbox, {count} unread" },
  "inboxAllRead": "All read",
  "inboxAll": "All",
  "inboxMore": { one: "and one more there", other: "and {n} more there" },
  "inboxOutside": "customers read along",
  "inboxNothing": "Nothing is waiting for you",
  "inboxNothingHelp": "When somebody names you, answers you or puts you in charge of something, it stands here.",
  "inboxEmpty": "You have not been told anything yet",
  "inboxEmptyHelp": "What is meant for you stands here; what you follow stands in your home.",
};
