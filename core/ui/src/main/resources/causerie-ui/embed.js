const ANSWER = 10000, AGAIN = 15000, LONGEST = 120000;
const TEXTS = {
  en: { away: "Causerie does not answer. It is tried again by itself.", again: "Try again" },
  fr: { away: "Causerie ne répond pas. Un nouvel essai se fait tout seul.", again: "Réessayer" },
};
/** What a link to a post adds to the address of the page the record is shown on. */
const LINK = /[#&]causerie=([0-9A-Z]{13})(?:\.([0-9A-Z]{13}))?/;

/**
 * `<causerie-record server system type record token-url>`: the talk about a record in the margin of a
 * host's page. A frame of the Causerie server, and what it needs from this page: a token that the
 * host's own server signed for the user who is signed in here. What the element contains is shown when
 * Causerie cannot be reached, be it for this script or for the frame.
 *
 * @attr server where Causerie runs, for instance https://causerie.example.com
 * @attr token-url answers a fresh signed token for this record, as text or as {"token": "..."}
 * @attr lang the language, absent: this page's
 * @attr theme light, dark, or auto
 * @attr fit the element grows with its content
 */
class CauserieRecord extends HTMLElement {
  connectedCallback() {
    this.origin = new URL(this.getAttribute("server")).origin;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `:host{display:block;min-height:320px}[hidden]{display:none!important}
      iframe{display:block;width:100%;height:100%;min-height:inherit;border:0;color-scheme:normal}
      div{padding:16px;font:14px/21px system-ui,sans-serif}button{font:inherit}`,
    );
    root.adoptedStyleSheets = [sheet];
    this.listener = (event) => this.heard(event);
    addEventListener("message", this.listener);
    this.onHash = () => this.tell("look", { ...this.look(), ...this.place() });
    addEventListener("hashchange", this.onHash);
    this.onOnline = () => this.away && this.begin();
    addEventListener("online", this.onOnline);
    this.onScroll = () => (this.looking ??= requestAnimationFrame(() => this.seen()));
    // Whatever of the page scrolls, around the element or as a whole.
    addEventListener("scroll", this.onScroll, { capture: true, passive: true });
    addEventListener("resize", this.onScroll);
    this.wait = AGAIN;
    this.begin();
  }

  /** Loads the frame; it says that it is there, or it is tried again later. */
  begin() {
    clearTimeout(this.timer);
    this.frame = document.createElement("iframe");
    // The look is known before the token is; so the frame never flashes in another one.
    this.frame.src = `${this.origin}/embed/record#${new URLSearchParams({ ...this.look(), ...this.place() })}`;
    this.frame.title = `Causerie: ${this.getAttribute("record") ?? ""}`;
    this.frame.allow = "clipboard-write";
    this.frame.hidden = Boolean(this.away);
    this.shadowRoot.replaceChildren(this.frame, ...(this.away ? [this.away] : []));
    this.timer = setTimeout(() => this.unreached(), ANSWER);
    this.told = "";
    this.size();
  }

  /** As high as its content, or as its place in the page. */
  size() {
    if (this.frame) {
      this.frame.style.height = this.hasAttribute("fit") && this.content ? `${this.content}px` : "";
      this.onScroll();
    }
  }

  /**
   * Tells the frame how much of it the page hides above and below: a frame that is as high as its
   * content never scrolls, and what is to stay in sight must know where that is.
   */
  seen() {
    this.looking = null;
    if (!this.isConnected) {
      return;
    }
    const page = document.documentElement;
    let top = parseFloat(getComputedStyle(page).scrollPaddingTop) || 0;
    let bottom = innerHeight;
    for (let around = this; (around = around.parentElement ?? around.getRootNode().host); ) {
      if (around !== page && around !== document.body && getComputedStyle(around).overflowY !== "visible") {
        const edge = around.getBoundingClientRect();
        [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
      }
    }
    const frame = this.frame.getBoundingClientRect();
    const hidden = (px) => (this.hasAttribute("fit") ? Math.min(Math.max(0, Math.round(px)), Math.round(frame.height)) : 0);
    const view = { above: hidden(top - frame.top), below: hidden(frame.bottom - bottom) };
    if (JSON.stringify(view) !== this.told) {
      this.told = JSON.stringify(view);
      this.tell("view", view);
    }
  }

  unreached() {
    const lang = this.look().lang.toLowerCase().startsWith("fr") ? "fr" : "en";
    if (!this.away) {
      this.away = document.createElement("div");
      this.away.setAttribute("role", "status");
      const text = Object.assign(document.createElement("p"), { textContent: TEXTS[lang].away });
      const again = Object.assign(document.createElement("button"), { type: "button", textContent: TEXTS[lang].again });
      again.addEventListener("click", () => this.begin());
      this.away.append(document.createElement("slot"), text, again);
      this.shadowRoot.append(this.away);
    }
    this.frame.hidden = true;
    this.timer = setTimeout(() => this.begin(), this.wait);
    this.wait = Math.min(2 * this.wait, LONGEST);
  }

  reached() {
    clearTimeout(this.timer);
    this.away?.remove();
    this.away = null;
    this.frame.hidden = false;
    this.wait = AGAIN;
  }

  static observedAttributes = ["theme", "lang", "fit"];

  attributeChangedCallback(name) {
    if (name === "fit") {
      this.size();
    } else {
      this.tell("look", this.look());
    }
  }

  tell(causerie, what) {
    this.frame?.contentWindow?.postMessage({ causerie, ...what }, this.origin);
  }

  look() {
    return {
      lang: this.getAttribute("lang") ?? document.documentElement.lang,
      theme: this.getAttribute("theme") ?? "auto",
    };
  }

  /** The post, and the comment, that this page's address names. */
  place() {
    const [, activity, note] = LINK.exec(location.hash) ?? [];
    return { ...(activity ? { activity } : {}), ...(note ? { note } : {}) };
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    removeEventListener("message", this.listener);
    removeEventListener("hashchange", this.onHash);
    removeEventListener("online", this.onOnline);
    removeEventListener("scroll", this.onScroll, { capture: true });
    removeEventListener("resize", this.onScroll);
  }

  heard(event) {
    if (event.source !== this.frame.contentWindow || event.origin !== this.origin) {
      return;
    }
    const { causerie, height } = event.data ?? {};
    if (causerie === "ready" || causerie === "renew") {
      this.reached();
      this.send();
      this.told = "";
      this.onScroll();
    } else if (causerie === "height" && height >= 0) {
      this.content = height;
      this.size();
    }
  }

  async send() {
    const token = await this.token().catch(() => null);
    this.tell("token", { token, ...this.look() });
  }

  /** The host's token, or null where its server gives none. */
  async token() {
    const response = await fetch(this.getAttribute("token-url"), { credentials: "same-origin" });
    if (!response.ok) {
      return null;
    }
    const text = (await response.text()).trim();
    return text.startsWith("{") ? JSON.parse(text).token : text;
  }
}
customElements.define("causerie-record", CauserieRecord);
