/**
 * `<causerie-record server system type record token-url>`: the talk about a record in the margin of a
 * host's page. A frame of the Causerie server, and what it needs from this page: a token that the
 * host's own server signed for the user who is signed in here.
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
    this.frame = document.createElement("iframe");
    // The look is known before the token is; so the frame never flashes in another one.
    this.frame.src = `${this.origin}/embed/record#${new URLSearchParams(this.look())}`;
    this.frame.title = `Causerie: ${this.getAttribute("record") ?? ""}`;
    this.frame.allow = "clipboard-write";
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host{display:block;min-height:320px}iframe{display:block;width:100%;height:100%;min-height:inherit;border:0;color-scheme:normal}",
    );
    root.adoptedStyleSheets = [sheet];
    root.replaceChildren(this.frame);
    this.listener = (event) => this.heard(event);
    addEventListener("message", this.listener);
  }

  static observedAttributes = ["theme", "lang"];

  attributeChangedCallback() {
    this.frame?.contentWindow?.postMessage({ causerie: "look", ...this.look() }, this.origin);
  }

  look() {
    return {
      lang: this.getAttribute("lang") ?? document.documentElement.lang,
      theme: this.getAttribute("theme") ?? "auto",
    };
  }

  disconnectedCallback() {
    removeEventListener("message", this.listener);
  }

  heard(event) {
    if (event.source !== this.frame.contentWindow || event.origin !== this.origin) {
      return;
    }
    const { causerie, height } = event.data ?? {};
    if (causerie === "ready" || causerie === "renew") {
      this.send();
    } else if (causerie === "height" && this.hasAttribute("fit")) {
      this.frame.height = height;
    }
  }

  async send() {
    const token = await this.token().catch(() => null);
    this.frame.contentWindow?.postMessage({ causerie: "token", token, ...this.look() }, this.origin);
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
