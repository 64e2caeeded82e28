// What every page can do with script: choose the colour scheme, copy a reference. Without it, nothing is missing to read.
"use strict";
(function () {
  const schemes = ["system", "light", "dark"];

  function schemeButton(button) {
    const word = button.querySelector(".scheme-word");
    const root = document.documentElement;
    const show = () => {
      word.textContent = `Colours: ${root.dataset.scheme || "system"}`;
    };
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const next = schemes[(schemes.indexOf(root.dataset.scheme || "system") + 1) % schemes.length];
      if (next === "system") delete root.dataset.scheme;
      else root.dataset.scheme = next;
      try {
        if (next === "system") localStorage.removeItem("scheme");
        else localStorage.setItem("scheme", next);
      } catch {
        // The choice then lasts for this page only.
      }
      show();
    });
  }

  // The older way stands in where the clipboard is closed to a page, as on plain http.
  async function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("aria-hidden", "true");
    field.className = "vh";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("The browser did not copy.");
  }

  function copyButton(button) {
    const label = button.textContent;
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    status.className = "vh";
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      // A preformatted file is copied to the letter; a reference as it reads.
      const text = source.tagName === "PRE" ? source.textContent : source.innerText.trim();
      let said = "Copied";
      try {
        await copyText(text);
      } catch {
        said = "Not copied: select the text and copy it";
      }
      button.textContent = said;
      status.textContent = said;
      button.classList.toggle("is-done", said === "Copied");
      button.focus();
      setTimeout(() => {
        button.textContent = label;
        status.textContent = "";
        button.classList.remove("is-done");
      }, 2500);
    });
  }

  window.evidence = { copyText };
  document.querySelectorAll("#scheme").forEach(schemeButton);
  document.querySelectorAll("[data-copy]").forEach(copyButton);
})();
