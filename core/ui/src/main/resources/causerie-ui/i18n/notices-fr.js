/** French texts of the inbox. */
export default {
  "inbox": "Boîte de réception",
  "inboxUnread": { one: "Boîte de réception, {count} non lu", other: "Boîte de réception, {count} non lus" },
  "inboxAllRead": "Tout est lu",
  "inboxAll": "Tout",
  "inboxMore": { one: "et une autre là-bas", other: "et {n} autres là-bas" },
  "inboxOutside": "des clients lisent aussi",
  "inboxNothing": "Rien ne vous attend",
  "inboxNothingHelp": "Quand quelqu’un vous nomme, vous répond ou vous confie quelque chose, cela figure ici.",
  "inboxEmpty": "On ne vous a encore rien signalé",
  "inboxEmptyHelp": "Ce qui s’adresse à vous figure ici ; ce que vous suivez figure dans votre accueil.",
};
