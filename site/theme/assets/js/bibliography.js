// The bibliography with script: one list at a time, in the style and order chosen, and a button that copies it.
"use strict";
(function () {
  const form = document.querySelector(".switches");
  const lists = [...document.querySelectorAll(".reference-list")].map(unfolded);
  if (!form || !lists.length) return;

  // The lists that lie folded below the first one become sections like it; the switch now opens and closes them.
  function unfolded(list) {
    if (list.tagName !== "DETAILS") return list;
    const section = document.createElement("section");
    const heading = document.createElement("h2");
    heading.textContent = list.dataset.label;
    section.className = list.className;
    section.dataset.style = list.dataset.style;
    section.append(heading, ...list.querySelectorAll(".references"));
    list.replaceWith(section);
    return section;
  }

  const byAuthor = new Map(lists.map((list) => [list, [...list.querySelectorAll("li")]]));

  function arrange(list, order) {
    const items = byAuthor.get(list);
    list.querySelectorAll(".references, .year-heading").forEach((part) => part.remove());
    const groups = new Map();
    const newestFirst = [...items].sort((a, b) => b.dataset.year.localeCompare(a.dataset.year));
    for (const item of order === "year" ? newestFirst : items) {
      const name = order === "year" ? item.dataset.year : "";
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(item);
    }
    for (const [name, members] of groups) {
      if (name) {
        const heading = document.createElement("h3");
        heading.className = "year-heading";
        heading.textContent = name;
        list.append(heading);
      }
      const part = document.createElement("ul");
      part.className = "references";
      part.append(...members);
      list.append(part);
    }
  }

  function show() {
    const chosen = new FormData(form);
    for (const list of lists) {
      const wanted = list.dataset.style === chosen.get("style");
      list.hidden = !wanted;
      if (wanted) arrange(list, chosen.get("arranged"));
    }
  }

  const button = form.querySelector("[data-copy-list]");
  const label = button.textContent;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "vh";
  button.after(status);
  button.addEventListener("click", async () => {
    const shown = lists.find((list) => !list.hidden);
    const texts = [...shown.querySelectorAll(".reference-text")].map((one) => one.innerText.trim());
    let said = `Copied ${texts.length} references`;
    try {
      await window.evidence.copyText(texts.join("\n\n"));
    } catch {
      said = "Not copied: select the list and copy it";
    }
    button.textContent = said;
    status.textContent = said;
    button.focus();
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2500);
  });

  form.addEventListener("change", show);
  show();
})();
