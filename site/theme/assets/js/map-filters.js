// Filters of the map: numbers, marks, gaps and links of all cells follow them. Counted as evidence.synthesis.cover counts:
// study families once, a narrower term in its broader one, plans apart (retracted works are not in the file).
"use strict";
(function () {
  const bar = document.querySelector("[data-map]");
  if (!bar) return;

  const status = bar.querySelector("[role=status]");
  const chips = bar.querySelector(".chips");
  const from = document.getElementById("map-from");
  const to = document.getElementById("map-to");
  const gapWords = Object.fromEntries([...document.querySelectorAll("[data-gap]")].map((one) => [one.dataset.gap, one.textContent]));
  const designs = [...document.querySelectorAll("[data-design]")].map((one) => ({
    id: one.dataset.design,
    shape: one.querySelector("svg"),
    label: uncapitalised(one.textContent.trim()),
  }));
  const facets = [...bar.querySelectorAll("details[data-filter]:not([data-filter=year])")].map((details) => ({
    name: details.dataset.filter,
    label: details.querySelector("legend").textContent,
    details,
    choices: [...details.querySelectorAll("input")].map((box) => ({
      id: box.value,
      box,
      label: box.nextElementSibling.textContent,
      item: box.closest("li"),
      number: box.closest("li").querySelector(".number"),
    })),
  }));
  const tables = [...document.querySelectorAll("table.map")].map(readTable);

  let works = [];
  let state = emptyState();
  let isDrawn = true;

  function emptyState() {
    return { chosen: Object.fromEntries(facets.map((one) => [one.name, new Set()])), from: null, to: null };
  }

  function uncapitalised(text) {
    return text.slice(0, 1).toLowerCase() + text.slice(1);
  }

  function joined(words) {
    return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");
  }

  function readTable(table) {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    return {
      facet: table.dataset.facet,
      columns: heads.map((head) => ({ label: head.dataset.label, outcomes: head.dataset.outcomes?.split(","), plans: "plans" in head.dataset })),
      rows: [...table.tBodies[0].rows].map((row) => ({
        row,
        term: row.dataset.term,
        within: [row.dataset.term, ...(row.dataset.above || "").split(" ")],
        label: row.cells[0].textContent,
      })),
    };
  }

  // ---- the state and the address ----

  function readAddress() {
    const read = emptyState();
    const asked = new URLSearchParams(location.search);
    for (const { name, choices } of facets) {
      const known = new Set(choices.map((one) => one.id));
      read.chosen[name] = new Set((asked.get(name) || "").split(",").filter((one) => known.has(one)));
    }
    const years = (asked.get("year") || "").match(/^(\d{4})(?:-(\d{4}))?$/);
    if (years && from) {
      read.from = Number(years[1]);
      read.to = Number(years[2] || years[1]);
    }
    return read;
  }

  // Both ends are always written, as the command line wants them.
  function years() {
    if (!state.from && !state.to) return null;
    return [state.from || Number(from.min), state.to || Number(to.max)];
  }

  function active() {
    const parts = facets.map(({ name }) => [name, [...state.chosen[name]].join(",")]);
    parts.push(["year", [...new Set(years() || [])].join("-")]);
    return parts.filter(([, value]) => value);
  }

  function query(parts) {
    return parts.length ? `?${parts.map(([name, value]) => `${name}=${value}`).join("&")}` : "";
  }

  function change(edit) {
    edit(state);
    history.pushState(null, "", location.pathname + query(active()) + location.hash);
    show();
  }

  // ---- counting ----

  function passes(work, except) {
    const span = years();
    if (span && (work.year === null || work.year < span[0] || work.year > span[1])) return false;
    return facets.every(({ name }) => {
      const terms = state.chosen[name];
      return name === except || !terms.size || (work.terms[name] || []).some((one) => terms.has(one));
    });
  }

  function families(list) {
    return new Set(list.map((work) => work.family)).size;
  }

  function coverage(list, outcomes) {
    const groups = new Map();
    const sure = new Set();
    for (const work of list) {
      groups.set(work.group, (groups.get(work.group) || new Set()).add(work.family));
      for (const one of outcomes) if (work.sure && one in work.sure) sure.add(work.sure[one]);
    }
    let gap = "";
    if (!list.length) gap = "no-study";
    else if (!groups.has("synthesis")) gap = "no-review";
    else if (sure.has(false) && !sure.has(true)) gap = "low-certainty";
    else if (groups.size === 1) gap = "only-reviews";
    const marks = designs.filter(({ id }) => groups.has(id)).map((one) => ({ ...one, number: groups.get(one.id).size }));
    return { number: families(list), gap, marks };
  }

  // ---- showing ----

  function element(tag, className, ...content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function hiddenFromEars(part) {
    part.setAttribute("aria-hidden", "true");
    return part;
  }

  function fill(cell, { number, gap, marks }, name, own) {
    cell.classList.toggle("is-gap", !number && Boolean(gap));
    if (!cell.className) cell.removeAttribute("class");
    if (!number) {
      cell.replaceChildren(gap ? element("span", "map-gap", gapWords[gap]) : element("span", "vh", "none"));
      return;
    }
    const link = element("a", "map-link", element("span", "map-number", String(number)), element("span", "vh", ` ${name}`));
    const taken = new Set(own.map(([one]) => one));
    link.setAttribute("href", bar.dataset.list + query([...own, ...active().filter(([one]) => !taken.has(one))]));
    if (marks.length) {
      const all = marks.map((one) => element("span", "", one.shape.cloneNode(true), one.number > 1 ? String(one.number) : ""));
      link.append(hiddenFromEars(element("span", "map-marks", ...all)));
    }
    if (gap) link.append(hiddenFromEars(element("span", "map-gap", gapWords[gap])));
    cell.replaceChildren(link);
  }

  function drawRow(facet, { row, term, label }, columns, list) {
    const bearing = list.filter((work) => (work.terms[facet] || []).includes(term));
    columns.forEach((column, place) => {
      const cell = row.cells[place + 1];
      if (column.plans) {
        const number = families(bearing.filter((work) => work.plan));
        fill(cell, { number, gap: "", marks: [] }, `${number === 1 ? "plan of a study" : "plans of studies"}: ${label}`, [[facet, term], ["design", "protocol"]]);
        return;
      }
      const found = coverage(bearing.filter((work) => column.outcomes.some((one) => work.terms.outcome?.includes(one))), column.outcomes);
      const kinds = joined(found.marks.map((one) => `${one.number} ${one.label}`));
      const gap = found.gap ? `; ${gapWords[found.gap]}` : "";
      const name = `${found.number === 1 ? "study family" : "study families"}: ${label}, ${column.label}; ${kinds}${gap}`;
      fill(cell, found, name, [[facet, term], ["outcome", column.outcomes.join(",")]]);
    });
  }

  // A filter on what the rows are chooses rows: a row is its own filter, and its links say so.
  function drawTable({ facet, columns, rows }, list) {
    const chosen = state.chosen[facet] || new Set();
    for (const one of rows) {
      one.row.hidden = chosen.size > 0 && !one.within.some((term) => chosen.has(term));
      if (!one.row.hidden) drawRow(facet, one, columns, list);
    }
  }

  function show() {
    const list = works.filter((work) => passes(work));
    const isFiltered = active().length > 0;
    // As long as nobody filters, the page is as it came.
    if (isFiltered || !isDrawn) for (const table of tables) drawTable(table, list);
    isDrawn = !isFiltered;
    for (const facet of facets) showFacet(facet);
    if (from) [from.value, to.value] = [state.from || "", state.to || ""];
    const number = `${families(list)} of ${families(works)} study families on the map`;
    const said = isFiltered ? `Filtered: ${number}. A gap is now a gap among these. Files to take away hold the whole map.` : "";
    if (status.textContent !== said) status.textContent = said;
    showChips();
  }

  function showFacet({ name, details, choices }) {
    const others = works.filter((work) => passes(work, name));
    for (const { id, box, item, number } of choices) {
      const found = families(others.filter((work) => (work.terms[name] || []).includes(id)));
      number.textContent = found;
      box.checked = state.chosen[name].has(id);
      item.classList.toggle("is-none", !found && !box.checked);
    }
    const number = state.chosen[name].size;
    mark(details, number ? ` ${number} chosen` : "");
  }

  function mark(details, said) {
    const note = details.querySelector(".facet-active");
    note.hidden = !said;
    note.textContent = said;
  }

  function showChips() {
    const all = facets.flatMap(({ name, label, choices }) =>
      choices.filter(({ id }) => state.chosen[name].has(id)).map((one) => chip(`${label}: ${one.label}`, (s) => s.chosen[name].delete(one.id))),
    );
    const span = years();
    const said = [...new Set(span || [])].join(" to ");
    if (span) all.push(chip(`Year: ${said}`, (s) => { s.from = s.to = null; }));
    if (from) mark(from.closest("details"), said && ` ${said}`);
    if (all.length) {
      const clear = chip("Clear all filters", (s) => Object.assign(s, emptyState()));
      clear.classList.add("chip-all");
      clear.removeAttribute("aria-label");
      all.push(clear);
    }
    chips.replaceChildren(...all);
    chips.hidden = !all.length;
  }

  function chip(text, edit) {
    const button = element("button", "chip", element("span", "", text));
    button.type = "button";
    button.setAttribute("aria-label", `Remove filter ${text}`);
    button.insertAdjacentHTML("beforeend", '<svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>');
    button.addEventListener("click", () => {
      const place = [...chips.children].indexOf(button);
      change(edit);
      (chips.children[place] || chips.lastElementChild || bar.querySelector("summary")).focus();
    });
    return button;
  }

  // ---- setting up ----

  function close(except) {
    for (const one of bar.querySelectorAll("details[open]")) if (one !== except) one.open = false;
  }

  function listen() {
    for (const { name, choices } of facets) {
      for (const { id, box } of choices) {
        box.addEventListener("change", () => change((s) => s.chosen[name][box.checked ? "add" : "delete"](id)));
      }
    }
    for (const [field, name] of from ? [[from, "from"], [to, "to"]] : []) {
      field.addEventListener("change", () => change((s) => { s[name] = field.validity.valid && field.value ? Number(field.value) : null; }));
    }
    // An open list lies over the map: it goes when the reader goes elsewhere, so that it covers nothing in use.
    document.addEventListener("pointerdown", ({ target }) => close(target.closest(".map-filter")));
    document.addEventListener("focusin", ({ target }) => close(target.closest(".map-filter")));
    bar.addEventListener("keydown", (event) => {
      const open = event.key === "Escape" && bar.querySelector("details[open]");
      if (!open) return;
      open.open = false;
      open.querySelector("summary").focus();
    });
    window.addEventListener("popstate", () => {
      state = readAddress();
      show();
    });
  }

  async function start() {
    const answer = await fetch(bar.dataset.map);
    if (!answer.ok) throw new Error(`${bar.dataset.map}: ${answer.status}`);
    works = (await answer.json()).works;
    state = readAddress();
    listen();
    show();
  }

  start().catch((error) => {
    // The map stays as it is, without controls that would do nothing; the reason stands in the console.
    bar.hidden = true;
    console.error(error);
  });
})();
