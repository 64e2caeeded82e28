// My list: works that a reader picks, kept in this browser only. Buttons on cards and study pages, boxes in the table of
// the browse page, a count in the header that leads to the list, and an address that can be sent to others:
// evidence/?list=key,key.
"use strict";
(function () {
  const NAME = "my-list";
  const link = document.querySelector("[data-my-list]");
  let keys = read();

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(NAME) || "[]");
      return Array.isArray(kept) ? [...new Set(kept.filter((key) => typeof key === "string" && key))] : [];
    } catch {
      // Storage may be forbidden, or hold what somebody else wrote; the list then lasts for this page only.
      return [];
    }
  }

  function set(next) {
    const before = keys;
    keys = [...new Set(next)];
    try {
      if (keys.length) localStorage.setItem(NAME, JSON.stringify(keys));
      else localStorage.removeItem(NAME);
    } catch {
      // As above.
    }
    show();
    document.dispatchEvent(new CustomEvent("evidence:list", { detail: { before, after: keys } }));
  }

  function show() {
    link.hidden = !keys.length;
    link.querySelector(".my-list-count").textContent = keys.length;
    link.search = keys.length ? `?list=${keys.map(encodeURIComponent).join(",")}` : "";
    for (const button of document.querySelectorAll("[data-keep]")) {
      const kept = keys.includes(button.dataset.keep);
      if (button.type === "checkbox") {
        button.checked = kept;
        continue;
      }
      button.querySelector(".keep-word").textContent = kept ? "Remove from my list" : "Add to my list";
      button.classList.toggle("is-kept", kept);
    }
  }

  const status = document.createElement("p");
  status.className = "vh";
  status.setAttribute("role", "status");
  document.body.append(status);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    const key = button.dataset.keep;
    set(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key]);
    status.textContent = `My list: ${keys.length} ${keys.length === 1 ? "work" : "works"}`;
  });
  // Cards are drawn anew while a reader filters, and another tab may change the list.
  document.addEventListener("evidence:shown", show);
  window.addEventListener("storage", (event) => {
    if (event.key !== NAME && event.key !== null) return;
    const before = keys;
    keys = read();
    show();
    document.dispatchEvent(new CustomEvent("evidence:list", { detail: { before, after: keys } }));
  });

  window.evidence.list = { get: () => [...keys], set };
  show();
})();
