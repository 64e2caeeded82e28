// The works found, drawn as cards or as the rows of a table. The cards are those of the page itself, taken out of it
// once; a row of the table is made from the same card, so that marks, flags and links are the same in both.
"use strict";
(function () {
  const { search } = window.evidence;
  const COLUMNS = ["My list", "Year", "Work", "Design", "Country", "People or studies", "Findings", "What was read"];
  const FOUND_IN = { findings: "In its findings", summary: "In the summary", synonyms: "In its terms and their other names", record: "In the record" };

  // Returns the function that draws works into a place which holds their cards now.
  window.evidence.drawing = function (place) {
    const cards = new Map();
    for (const card of place.querySelectorAll("article")) cards.set(card.querySelector("[data-keep]").dataset.keep, card);

    // The list as it was built is not drawn again: what it shows too many of is taken off its end.
    function keepThose(works) {
      const now = [...place.children];
      if (!works.every((work, number) => now[number] === cards.get(work.key))) return false;
      for (const work of works) cards.get(work.key).dataset.work = work.key;
      for (const one of now.slice(works.length)) one.remove();
      return true;
    }

    return function (works, { view, found, read, sized }) {
      if (view !== "table" && !found && !sized && keepThose(works)) return undefined;
      const drawn = works.map((work) => {
        const card = cards.get(work.key).cloneNode(true);
        const part = view === "table" ? row(work, card, read) : card;
        part.dataset.work = work.key;
        if (sized && work.size && view !== "table") part.querySelector(".entry-by").append(` · ${work.size}`);
        if (found) {
          search.mark(view === "table" ? part.querySelector("th") : part, found);
          showWhere(part, work, found);
        }
        return part;
      });
      if (view !== "table") return place.replaceChildren(...drawn);
      return place.replaceChildren(...(drawn.length ? [table(drawn)] : []));
    };
  };

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function table(rows) {
    const region = element("div", { className: "table-region works-region", tabIndex: 0 });
    region.setAttribute("role", "region");
    region.setAttribute("aria-label", "Works as a table");
    const heads = COLUMNS.map((text) => element("th", { scope: "col" }, text));
    region.append(element(
      "table", { className: "works" },
      element("caption", { className: "vh" }, "Works found, one a row"),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows),
    ));
    return region;
  }

  function row(work, card, read) {
    const flag = card.querySelector(".kicker .flag");
    if (flag) flag.remove();
    const [design, ...countries] = card.querySelector(".kicker").textContent.split("·").map((part) => part.trim());
    const keep = element("input", { type: "checkbox" });
    keep.dataset.keep = work.key;
    keep.setAttribute("aria-label", `Keep on my list: ${card.querySelector(".entry-by bdi").textContent}`);
    const by = element("span", { className: "under" }, card.querySelector(".entry-by bdi"));
    const name = element("th", { scope: "row" }, card.querySelector(".entry-title a"), by);
    if (flag) name.prepend(flag, " ");
    const cells = [keep, work.year ?? "", name, design, countries.join(", "), work.size, card.querySelector(".dial") || "", read(work)];
    const reference = card.querySelector(".Z3988");
    if (reference) name.append(reference);
    return element("tr", {}, ...cells.map((cell) => (cell === name ? name : element("td", {}, cell))));
  }

  // Where nothing that is shown bears the words, a line says where they were found.
  function showWhere(part, work, found) {
    if (part.querySelector("mark")) return;
    const texts = { ...work.texts, synonyms: search.namesOf(work.address) };
    for (const [field, name] of Object.entries(FOUND_IN)) {
      const text = search.excerpt(texts[field], found);
      if (!text) continue;
      const line = element("span", { className: "entry-found" }, `${name}: ${text}`);
      (part.querySelector("th") || part).append(line);
      search.mark(line, found);
      return;
    }
  }
})();
