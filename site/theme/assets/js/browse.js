// Browse: words, facets and sorting. The words are found by search.js and the works drawn by works.js. The address holds
// the whole state, so that it can be shared and the back button works. Where anything fails, the page stays what it is
// without script: a list with links.
"use strict";
(function () {
  const page = document.querySelector("[data-browse]");
  if (!page) return;

  const SHOWN_AT_ONCE = 50;
  const ALSO = 4;
  const { search } = window.evidence;

  const words = document.getElementById("words");
  const sort = document.getElementById("sort");
  const entries = document.getElementById("entries");
  const count = page.querySelector(".results-count");
  const chips = page.querySelector(".chips");
  const more = document.getElementById("more");
  const also = page.querySelector(".also-found");
  const from = document.getElementById("year-from");
  const to = document.getElementById("year-to");
  const facets = [...page.querySelectorAll("details[data-facet]")];
  const views = [...page.querySelectorAll("[data-view]")];
  const labels = new Map();

  let works = [];
  let known = new Set();
  let draw;
  let state = emptyState();
  let limit = SHOWN_AT_ONCE;
  let shown = [];

  function emptyState() {
    return { q: "", sort: "", view: "", from: null, to: null, chosen: {}, list: null };
  }

  // ---- the state and the address ----

  function readAddress() {
    const read = emptyState();
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name === "q") read.q = value;
      else if (name === "list") read.list = [...new Set(value.split(",").filter(Boolean))];
      else if (name === "sort") read.sort = [...sort.options].some((one) => one.value === value) ? value : "";
      else if (name === "view") read.view = value === "table" ? value : "";
      else if (name === "year") {
        const years = value.match(/^(\d{4})?(-)?(\d{4})?$/);
        if (years) {
          read.from = years[1] ? Number(years[1]) : null;
          read.to = years[3] ? Number(years[3]) : years[2] ? null : read.from;
        }
      } else if (labels.has(name)) {
        const known = value.split(",").filter((term) => labels.get(name).terms.has(term));
        read.chosen[name] = new Set([...(read.chosen[name] || []), ...known]);
      }
    }
    return read;
  }

  function address() {
    const parts = [];
    if (state.q) parts.push(`q=${encodeURIComponent(state.q)}`);
    for (const [name, terms] of Object.entries(state.chosen)) {
      if (terms.size) parts.push(`${name}=${[...terms].map(encodeURIComponent).join(",")}`);
    }
    if (state.from || state.to) {
      parts.push(`year=${state.from === state.to ? state.from : `${state.from || ""}-${state.to || ""}`}`);
    }
    if (state.list) parts.push(`list=${state.list.map(encodeURIComponent).join(",")}`);
    if (state.sort) parts.push(`sort=${state.sort}`);
    if (state.view) parts.push(`view=${state.view}`);
    return location.pathname + (parts.length ? `?${parts.join("&")}` : "");
  }

  function change(edit, { replace = false } = {}) {
    edit(state);
    limit = SHOWN_AT_ONCE;
    history[replace ? "replaceState" : "pushState"](null, "", address());
    show();
  }

  // ---- finding ----

  function passes(work, name) {
    const terms = state.chosen[name];
    return !terms || !terms.size || (work.terms[name] || []).some((term) => terms.has(term));
  }

  function inYears(work) {
    if (!state.from && !state.to) return true;
    return work.year !== null && (!state.from || work.year >= state.from) && (!state.to || work.year <= state.to);
  }

  function sorted(list, rank) {
    const order = state.sort && (rank || state.sort !== "relevance") ? state.sort : rank ? "relevance" : "newest";
    const compare = {
      relevance: (a, b) => rank.get(a.address) - rank.get(b.address),
      oldest: (a, b) => b.place - a.place,
      author: (a, b) => a.author.localeCompare(b.author, "en"),
      people: (a, b) => (b.people ?? -1) - (a.people ?? -1),
      newest: (a, b) => a.place - b.place,
    }[order];
    return { order, list: [...list].sort((a, b) => compare(a, b) || a.place - b.place) };
  }

  // ---- showing ----

  function show() {
    const hits = search.findStudies(state.q);
    const rank = hits && new Map(hits.order.map((address, place) => [address, place]));
    const listed = state.list && new Set(state.list);
    const base = works.filter(
      (work) => inYears(work) && (!rank || rank.has(work.address)) && (!listed || listed.has(work.key)),
    );
    const names = [...labels.keys()];
    const list = base.filter((work) => names.every((name) => passes(work, name)));
    for (const name of names) {
      const others = base.filter((work) => names.every((other) => other === name || passes(work, other)));
      showFacet(name, others);
    }
    const result = sorted(list, rank);
    shown = result.list;
    showCount(result, hits);
    showChips();
    showAlso();
    showWorks(hits, result.order);
    document.dispatchEvent(new CustomEvent("evidence:shown", { detail: { keys: shown.map((work) => work.key) } }));
    sort.querySelector("[value=relevance]").disabled = !hits;
    sort.value = result.order;
    for (const button of views) button.setAttribute("aria-pressed", String(button.dataset.view === (state.view || "cards")));
    if (document.activeElement !== words) words.value = state.q;
    from.value = state.from || "";
    to.value = state.to || "";
  }

  function showFacet(name, list) {
    const totals = new Map();
    for (const work of list) for (const term of work.terms[name] || []) totals.set(term, (totals.get(term) || 0) + 1);
    const chosen = state.chosen[name] || new Set();
    for (const [term, part] of labels.get(name).terms) {
      const number = totals.get(term) || 0;
      part.number.textContent = number;
      part.box.checked = chosen.has(term);
      part.item.classList.toggle("is-none", !number && !chosen.has(term));
    }
    const active = labels.get(name).active;
    active.hidden = !chosen.size;
    active.textContent = chosen.size ? ` ${chosen.size} chosen` : "";
  }

  function showCount({ list, order }, hits) {
    const families = new Set(list.map((work) => work.family).filter(Boolean)).size;
    const number = `${list.length} ${list.length === 1 ? "work" : "works"}`;
    let text = families === list.length ? number : `${families} study ${families === 1 ? "family" : "families"} (${number})`;
    const unknown = (state.list || []).filter((key) => !known.has(key)).length;
    if (unknown) text += `; ${unknown} of the list ${unknown === 1 ? "is" : "are"} not in this base`;
    const without = order === "people" ? list.filter((work) => work.people === null).length : 0;
    if (without) text += `. ${without === 1 ? "The one" : `The ${without}`} without a known number of people ${without === 1 ? "stands" : "stand"} last`;
    if (!list.length) text = "No work fits. Take a filter away, or use fewer words.";
    else if (hits && hits.mended) text += `. Nothing holds “${state.q}” as written; these hold words like it`;
    if (count.textContent !== text) count.textContent = text;
    page.querySelector(".filters-close").textContent = `Show ${number}`;
  }

  function showChips() {
    const active = [];
    if (state.q) active.push([`“${state.q}”`, (s) => { s.q = ""; words.value = ""; }]);
    for (const [name, terms] of Object.entries(state.chosen)) {
      for (const term of terms) {
        const facet = labels.get(name);
        active.push([`${facet.label}: ${facet.terms.get(term).label}`, (s) => s.chosen[name].delete(term)]);
      }
    }
    if (state.list) {
      const number = state.list.length;
      active.push([`A list of ${number} ${number === 1 ? "work" : "works"}`, (s) => { s.list = null; }]);
    }
    if (state.from || state.to) {
      const years = state.from === state.to ? `${state.from}` : `${state.from || "…"} to ${state.to || "…"}`;
      active.push([`Year: ${years}`, (s) => { s.from = null; s.to = null; }]);
    }
    chips.replaceChildren(...active.map(([text, edit]) => chip(text, `Remove filter ${text}`, edit)));
    if (active.length > 1) {
      chips.append(chip("Clear all", "", (s) => { Object.assign(s, emptyState(), { sort: s.sort, view: s.view }); words.value = ""; }));
      chips.lastChild.classList.add("chip-all");
    }
    chips.hidden = !active.length;
    const open = page.querySelector(".filters-active");
    open.hidden = !active.length;
    open.textContent = active.length ? ` (${active.length})` : "";
  }

  function chip(text, name, edit) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    const said = document.createElement("span");
    said.textContent = text;
    button.append(said);
    if (name) {
      button.setAttribute("aria-label", name);
      button.insertAdjacentHTML("beforeend", '<svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true"><path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>');
    }
    button.addEventListener("click", () => {
      const place = [...chips.children].indexOf(button);
      change(edit);
      (chips.children[place] || chips.lastElementChild || words).focus();
    });
    return button;
  }

  // Pages that answer to the same words, for who came to the wrong box.
  function showAlso() {
    const found = search.findOthers(state.q);
    const answers = found && !found.mended ? found.order.map(search.entry) : [];
    const isQuestion = (entry) => entry.kind === "question";
    const first = [...answers.filter(isQuestion), ...answers.filter((entry) => !isQuestion(entry))].slice(0, ALSO);
    also.hidden = !first.length;
    also.replaceChildren("Also on this site: ", ...first.flatMap((entry, place) => {
      const link = document.createElement("a");
      link.href = new URL(entry.address, search.root);
      link.textContent = entry.title;
      const note = entry.note ? ` (${entry.note.split(",")[0].toLowerCase()})` : "";
      return [place ? ", " : "", link, note];
    }));
  }

  function showWorks(hits, order) {
    const read = (work) => labels.get("read").terms.get(work.terms.read[0]).label;
    draw(shown.slice(0, limit), { view: state.view, found: hits && hits.words, read, sized: order === "people" });
    more.parentElement.hidden = shown.length <= limit;
    more.textContent = `Show ${Math.min(SHOWN_AT_ONCE, shown.length - limit)} more`;
  }

  // ---- setting up ----

  function prepareFacet(facet) {
    const name = facet.dataset.facet;
    const terms = new Map();
    for (const item of facet.querySelectorAll("[data-term]")) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.value = item.dataset.term;
      const said = document.createElement("span");
      said.textContent = item.firstElementChild.textContent;
      const label = document.createElement("label");
      label.append(box, said);
      item.firstElementChild.replaceWith(label);
      box.addEventListener("change", () =>
        change((s) => {
          s.chosen[name] = s.chosen[name] || new Set();
          s.chosen[name][box.checked ? "add" : "delete"](box.value);
        }),
      );
      terms.set(item.dataset.term, { item, box, label: said.textContent, number: item.querySelector(".number") });
    }
    labels.set(name, { label: facet.querySelector("legend").textContent, terms, active: facet.querySelector(".facet-active") });
  }

  function listen() {
    let waiting;
    words.addEventListener("input", () => {
      clearTimeout(waiting);
      // The first letter makes an entry in the history, the rest of the word replaces it.
      waiting = setTimeout(() => change((s) => { s.q = words.value.trim(); }, { replace: Boolean(state.q) }), 120);
    });
    document.getElementById("browse-search").addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      change((s) => { s.q = words.value.trim(); }, { replace: true });
    });
    sort.addEventListener("change", () => change((s) => { s.sort = sort.value; }));
    for (const button of views) {
      button.addEventListener("click", () => change((s) => { s.view = button.dataset.view === "table" ? "table" : ""; }));
    }
    for (const [field, name] of [[from, "from"], [to, "to"]]) {
      field.addEventListener("change", () => change((s) => { s[name] = field.value ? Number(field.value) : null; }));
    }
    more.addEventListener("click", () => {
      const first = limit;
      limit += SHOWN_AT_ONCE;
      show();
      entries.querySelectorAll("[data-work]")[first]?.querySelector("a")?.focus();
    });
    // Who looks at their own list sees it change; a list that somebody sent stays as it was sent.
    document.addEventListener("evidence:list", ({ detail }) => {
      if (!state.list || state.list.join() !== detail.before.join()) return;
      const place = [...entries.querySelectorAll("[data-keep]")].indexOf(document.activeElement);
      change((s) => { s.list = detail.after.length ? detail.after : null; }, { replace: true });
      if (place < 0) return;
      const buttons = entries.querySelectorAll("[data-keep]");
      (buttons[Math.min(place, buttons.length - 1)] || words).focus();
    });
    document.addEventListener("evidence:show-list", ({ detail }) => {
      words.value = "";
      change((s) => Object.assign(s, emptyState(), { list: detail.keys }));
    });
    window.addEventListener("popstate", () => {
      state = readAddress();
      limit = SHOWN_AT_ONCE;
      words.value = state.q;
      show();
    });
  }

  async function start() {
    works = (await search.loadTexts()).map((work, place) => ({ ...work, place }));
    known = new Set(works.map((work) => work.key));
    draw = window.evidence.drawing(entries);
    facets.forEach(prepareFacet);
    state = readAddress();
    // Who typed while the data was on its way keeps the words.
    const typed = document.activeElement === words && words.value.trim();
    if (!typed) words.value = state.q;
    for (const facet of facets) if ((state.chosen[facet.dataset.facet] || new Set()).size) facet.open = true;
    listen();
    if (typed) change((s) => { s.q = typed; }, { replace: true });
    else show();
  }

  start().catch((error) => {
    // The list stays as it is, without controls that would do nothing; the reason stands in the console.
    page.querySelectorAll("[data-script-only]").forEach((part) => { part.hidden = true; });
    console.error(error);
  });
})();
