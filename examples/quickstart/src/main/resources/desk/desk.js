/** Saves a form without leaving the page, so that one sees the talk beside it move. */
const form = document.querySelector("form.edit");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const output = form.querySelector("output");
  output.textContent = "Saving…";
  try {
    const response = await fetch(location.href, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    output.textContent = response.ok ? "Saved" : await response.text();
    if (response.ok) {
      stand(form.elements.status.value);
    }
  } catch {
    output.textContent = "The desk does not answer; try again.";
  }
});

/** Shows how far the record is now. */
function stand(status) {
  for (const step of document.querySelectorAll(".steps li")) {
    step.toggleAttribute("aria-current", false);
    if (step.dataset.status === status) {
      step.setAttribute("aria-current", "step");
    }
  }
}

/** Beside the record the talk scrolls by itself; below it, where the page is narrow, with the page. */
const talk = document.querySelector("causerie-record");
if (talk) {
  const narrow = matchMedia("(max-width: 900px)");
  const fit = () => talk.toggleAttribute("fit", narrow.matches);
  narrow.addEventListener("change", fit);
  fit();
}
