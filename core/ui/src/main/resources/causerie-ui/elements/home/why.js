import { exact } from "/ui/time.js";

/** Which drawing stands beside a reason. */
const ICONS = { mention: "at", "group-mention": "at", reply: "answer", assignment: "eye", rule: "rule" };
const FOLLOWED = { person: "people", type: "stack", system: "stack" };

export const iconOf = (reason) => ICONS[reason.code] ?? FOLLOWED[reason.follows] ?? "eye";

/** Why something stands in a home, in words. */
export function why(item, t) {
  const { reason, activity } = item;
  const muted = !reason.muted
    ? ""
    : reason.mutedUntil
      ? t("whyMutedUntil", { time: exact(reason.mutedUntil, t.lang) })
      : t("whyMuted");
  return muted ? `${because(item, reason, activity, t)} · ${muted}` : because(item, reason, activity, t);
}

function because(item, reason, activity, t) {
  const name = reason.by?.name ?? "";
  switch (reason.code) {
    case "mention":
      return t("whyMention", { name });
    case "group-mention":
      return t("whyGroup", { name });
    case "reply":
      return t("whyReply", { name });
    case "assignment":
      return t("whyAssignment");
    case "rule":
      return t("whyRule");
    default:
      return followed(item, reason, activity, t);
  }
}

function followed(item, reason, activity, t) {
  switch (reason.follows) {
    case "post":
      return t("whyPost");
    case "person":
      return t("whyPerson", { name: activity.actor.name });
    case "type":
      return t("whyType", { type: item.typeLabel, system: item.systemTitle });
    case "system":
      return t("whySystem", { system: item.systemTitle });
    default:
      return reason.origin === "talk"
        ? t("whyTalk")
        : reason.origin === "mention"
          ? t("whyMentioned")
          : t("whyRecord");
  }
}
