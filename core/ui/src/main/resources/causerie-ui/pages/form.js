/** A labelled field that must be filled. */
export function field(name, text) {
  const label = document.createElement("label");
  label.textContent = text;
  label.htmlFor = name;
  const input = Object.assign(document.createElement("input"), { id: name, name, required: true, autocomplete: "off" });
  const group = document.createElement("div");
  group.append(label, input);
  return group;
}

/** A form with its title and a line of help, below what a page is about. */
export function part(title, help, form) {
  const section = document.createElement("section");
  section.className = "part";
  section.append(
    Object.assign(document.createElement("h2"), { textContent: title }),
    Object.assign(document.createElement("p"), { textContent: help }),
    form,
  );
  return section;
}

/** A card with a title, a line of help and what one does there. */
export function card(title, help, ...content) {
  const main = document.createElement("main");
  main.className = "card";
  main.append(
    Object.assign(document.createElement("h1"), { textContent: title }),
    Object.assign(document.createElement("p"), { textContent: help }),
    ...content,
  );
  document.title = `${title} · Causerie`;
  return main;
}
