import { html } from "lit";

/**
 * Somebody's name; on Causerie's own pages it leads to hers. In a frame she who reads is known by the frame alone.
 *
 * @param actor `{person, name}`; whoever is no person has no page
 */
export function named(actor, target, text = actor.name) {
  return actor.person && target === "_self"
    ? html`<a class="person" href="/people/${encodeURIComponent(actor.person)}"><b>${text}</b></a>`
    : html`<b>${text}</b>`;
}
