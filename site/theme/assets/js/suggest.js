// Suggestions under a search box: a combobox with a listbox (WAI-ARIA pattern, list autocomplete with manual
// selection). What is found, and in which order, is search.js's; nothing is fetched before the box has the focus.
// Without script the form leads to the browse page.
"use strict";
(function () {
  const { search } = window.evidence;
  const GROUPS = [["question", "Questions", 3], ["study", "Studies", 5], ["term", "Terms", 4], ["page", "Pages", 3]];
  const KINDS = { question: "Question", study: "Study", term: "Term", page: "Page" };

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function combobox(form) {
    const input = form.querySelector("input[type=search]");
    const id = `${input.id}-list`;
    const list = element("div", { id, className: "suggest", hidden: true });
    const status = element("p", { className: "vh" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Found");
    status.setAttribute("role", "status");
    form.append(list, status);
    const properties = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocapitalize: "none", spellcheck: "false" };
    for (const [name, value] of Object.entries(properties)) input.setAttribute(name, value);

    let active = -1;
    let asked = "";
    const options = () => [...list.querySelectorAll("[role=option]")];

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function choose(number) {
      const all = options();
      all[active]?.setAttribute("aria-selected", "false");
      active = number;
      const one = all[active];
      if (!one) return input.removeAttribute("aria-activedescendant");
      one.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", one.id);
      one.scrollIntoView({ block: "nearest" });
    }

    function option(address, ...children) {
      const one = element("a", { href: address, tabIndex: -1 }, ...children);
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      return one;
    }

    function suggestion(entry, found) {
      // Who finds a term by another of its names reads which.
      const also = !search.holds(entry.title, found) && (entry.synonyms || []).find((name) => search.holds(name, found));
      const note = [KINDS[entry.kind], entry.note, also && `also called ${also}`].filter(Boolean).join(", ");
      const title = element("span", { className: "suggest-title" }, entry.title);
      return option(new URL(entry.address, search.root), title, " ", element("span", { className: "suggest-note" }, note));
    }

    function group(kind, heading, entries, found) {
      const head = element("p", { className: "suggest-head", id: `${id}-${kind}` }, heading);
      head.setAttribute("role", "presentation");
      const part = element("div", {}, head, ...entries.map((entry) => suggestion(entry, found)));
      part.setAttribute("role", "group");
      part.setAttribute("aria-labelledby", head.id);
      search.mark(part, found);
      return part;
    }

    function show(result) {
      const groups = GROUPS.map(([kind, heading, most]) => [kind, heading, result.entries.filter((entry) => entry.kind === kind).slice(0, most)]);
      const full = groups.filter(([, , entries]) => entries.length);
      const all = new URL(form.action);
      all.search = new URLSearchParams({ q: asked });
      const last = option(all, `All results in Evidence for “${asked}”`);
      last.classList.add("suggest-all");
      const none = element("p", { className: "suggest-head" }, "Nothing found");
      none.setAttribute("role", "presentation");
      list.replaceChildren(...(full.length ? [] : [none]), ...full.map(([kind, heading, entries]) => group(kind, heading, entries, result.words)), last);
      options().forEach((one, number) => { one.id = `${id}-${number}`; });
      choose(-1);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const number = options().length - 1;
      const kinds = full.map(([, heading, entries]) => `${heading.toLowerCase()} ${entries.length}`).join(", ");
      status.textContent = number ? `${number} found: ${kinds}. Arrow keys to choose.` : `Nothing found for “${asked}”.`;
    }

    async function suggest() {
      asked = input.value.trim();
      const now = asked;
      let result = null;
      try {
        result = asked && (await search.findAll(asked));
      } catch (error) {
        // The form itself still leads to the browse page.
        console.warn(error);
      }
      if (now !== asked || document.activeElement !== input) return;
      if (result) return show(result);
      close();
      status.textContent = "";
    }

    function key(event) {
      const all = options();
      const open = !list.hidden;
      if (event.key === "Escape" && open) {
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (!open) suggest();
        // Before the first and after the last stands the box itself.
        else choose(((active + 1 + step + all.length + 1) % (all.length + 1)) - 1);
      } else if (event.key === "Enter" && open && active >= 0) {
        all[active].click();
      } else {
        return;
      }
      event.preventDefault();
    }

    input.addEventListener("focus", () => search.load().catch(() => {}));
    input.addEventListener("input", suggest);
    input.addEventListener("keydown", key);
    input.addEventListener("blur", () => close());
    // The press on an option must not take the focus, or the list would be gone before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  document.querySelectorAll("form.search:not(#browse-search)").forEach(combobox);
})();
