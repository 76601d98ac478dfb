/** A request that was answered with a problem (RFC 9457), or not answered at all (status 0). */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? "");
    this.status = status;
    this.kind = String(body.type ?? "").split("/").pop();
    this.body = body;
  }
}

/** Whether an answer that is no success is Causerie's own, and not that of something in between. */
export function fromCauserie(response) {
  return Boolean(response.headers.get("Content-Type")?.startsWith("application/problem+json"));
}

/** A name as RFC 8187 has it in a header. */
function encoded(name) {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}

function foreign(status) {
  return status ? { type: "foreign", status } : {};
}

/** A question that is not answered for so long is asked in vain: the connection is dead. */
const PATIENCE = 30000;

/** Speaks to the server on behalf of the reader: with a bearer in a frame, with the cookie elsewhere. */
export class Api {
  /** @param session `{bearer(), renew()}` of a frame; absent: the cookie */
  constructor(lang, session) {
    this.lang = lang;
    this.session = session;
    this.csrf = null;
    /** The id of the reader, once it is known. */
    this.person = null;
    /** What is taken of files: `{size, count}`; null where none are. */
    this.files = JSON.parse(document.getElementById("config").textContent).files ?? null;
  }

  async headers(extra = {}) {
    const headers = {
      "Accept-Language": this.lang,
      "Time-Zone": Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...extra,
    };
    if (this.session) {
      headers.Authorization = `Bearer ${await this.session.bearer()}`;
    } else if (this.csrf) {
      headers["X-Causerie-CSRF"] = this.csrf;
    }
    return headers;
  }

  /** Asks; gives an answer that is a success. */
  async ask(method, path, { body, headers, keepalive = false } = {}, again = true) {
    let response;
    try {
      response = await fetch(`/api/v1${path}`, {
        method,
        headers: await this.headers({
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        }),
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: this.session ? "omit" : "same-origin",
        keepalive,
        // What changes something may take its time; it is for whoever asked for it to give up.
        signal: method === "GET" ? AbortSignal.timeout(PATIENCE) : undefined,
      });
    } catch (e) {
      if (e instanceof Problem) {
        throw e;
      }
      throw new Problem(0, {});
    }
    if (!response.ok && !fromCauserie(response)) {
      throw new Problem(0, { type: "foreign", status: response.status });
    }
    if (response.status === 401 && this.session && again) {
      await this.session.renew();
      return this.ask(method, path, { body, headers, keepalive }, false);
    }
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new Problem(response.status, problem);
    }
    return response;
  }

  /** Sends a request; gives the JSON of the answer, or null. */
  async send(method, path, options) {
    const response = await this.ask(method, path, options);
    if (response.status === 204) {
      return null;
    }
    return response.json().catch((e) => {
      throw new Problem(0, e instanceof SyntaxError ? { type: "foreign", status: response.status } : {});
    });
  }

  /** The bytes of an answer. */
  async blob(path) {
    const response = await this.ask("GET", path);
    return response.blob().catch(() => {
      throw new Problem(0, {});
    });
  }

  /**
   * Sends a file, and tells how far it is, which `fetch` does not.
   *
   * @param progress given the part of it that has gone, 0 to 1
   */
  async sendFile(file, { progress, signal }, again = true) {
    const headers = await this.headers({
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename*=UTF-8''${encoded(file.name)}`,
    });
    const request = new XMLHttpRequest();
    await new Promise((over) => {
      request.open("POST", "/api/v1/files");
      Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.addEventListener("progress", (e) => e.lengthComputable && progress(e.loaded / e.total));
      request.addEventListener("loadend", over);
      signal.addEventListener("abort", () => request.abort());
      request.send(file);
    });
    const known = /^application\/(problem\+)?json/.test(request.getResponseHeader("Content-Type") ?? "");
    if (request.status === 401 && this.session && again) {
      await this.session.renew();
      return this.sendFile(file, { progress, signal }, false);
    }
    if (request.status !== 201 || !known) {
      throw new Problem(known ? request.status : 0, known ? JSON.parse(request.responseText) : foreign(request.status));
    }
    return JSON.parse(request.responseText);
  }

  get(path) {
    return this.send("GET", path);
  }

  /** @param key the same for each try of one wish, so that it is done once */
  post(path, body, key) {
    return this.send("POST", path, { body, headers: key ? { "Idempotency-Key": key } : {} });
  }

  /** The same, short, and also when the page is being left. */
  postLeaving(path, body) {
    return this.send("POST", path, { body, keepalive: true });
  }

  put(path, body) {
    return this.send("PUT", path, { body });
  }

  /** The same, short, and also when the page is being left. */
  putLeaving(path, body) {
    return this.send("PUT", path, { body, keepalive: true });
  }

  patch(path, body, version) {
    return this.send("PATCH", path, { body, headers: version ? { "If-Match": `"v${version}"` } : {} });
  }

  delete(path, version) {
    return this.send("DELETE", path, { headers: version ? { "If-Match": `"v${version}"` } : {} });
  }

  /** Who reads; brings the guard of a cookie session along. */
  async me() {
    const me = await this.get("/me");
    this.csrf = me.csrf ?? null;
    this.person = me.person;
    return me;
  }
}
