// Browse: words, facets and sorting over one data file. The address holds the whole state, so that it can be shared
// and the back button works. Where anything fails, the page stays what it is without script: a list with links.
"use strict";
(function () {
  const page = document.querySelector("[data-browse]");
  if (!page) return;

  const SHOWN_AT_ONCE = 50;
  const FIELDS = { title: 8, tags: 5, authors: 4, summary: 2, findings: 1.5, record: 1 };
  const FOUND_IN = { findings: "In its findings", summary: "In the summary", tags: "In its terms and their other names", record: "In the record" };
  const STOP_WORDS = new Set("a an and are as at be by do does for from how in is it of on or that the to what which who with".split(" "));
  // An apostrophe does not end a word: O’Brien is found as obrien, too.
  const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

  const words = document.getElementById("words");
  const sort = document.getElementById("sort");
  const entries = document.getElementById("entries");
  const count = page.querySelector(".results-count");
  const chips = page.querySelector(".chips");
  const more = document.getElementById("more");
  const from = document.getElementById("year-from");
  const to = document.getElementById("year-to");
  const facets = [...page.querySelectorAll("details[data-facet]")];
  const labels = new Map();

  let works = [];
  let known = new Set();
  let index;
  let state = emptyState();
  let limit = SHOWN_AT_ONCE;
  let shown = [];

  function emptyState() {
    return { q: "", sort: "", from: null, to: null, chosen: {}, list: null };
  }

  const plain = (word) => word.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "");
  const split = (text) => (text.match(WORD) || []).map(plain);

  // ---- the state and the address ----

  function readAddress() {
    const read = emptyState();
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name === "q") read.q = value;
      else if (name === "list") read.list = [...new Set(value.split(",").filter(Boolean))];
      else if (name === "sort") read.sort = [...sort.options].some((one) => one.value === value) ? value : "";
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
    return location.pathname + (parts.length ? `?${parts.join("&")}` : "");
  }

  function change(edit, { replace = false } = {}) {
    edit(state);
    limit = SHOWN_AT_ONCE;
    history[replace ? "replaceState" : "pushState"](null, "", address());
    show();
  }

  // ---- finding ----

  function findWords(text) {
    const asked = split(text).filter((word) => !STOP_WORDS.has(word));
    if (!asked.length) return null;
    const query = asked.join(" ");
    const options = { combineWith: "AND", prefix: (word) => word.length > 2, boost: FIELDS };
    let hits = index.search(query, options);
    // A slip of the pen is only looked for when the words as written are nowhere.
    const mended = !hits.length;
    if (mended) hits = index.search(query, { ...options, fuzzy: (word) => (word.length > 4 ? 0.25 : false) });
    return {
      mended: mended && hits.length > 0,
      scores: new Map(hits.map((hit) => [hit.id, hit.score])),
      found: new Set(hits.flatMap((hit) => hit.terms)),
    };
  }

  function passes(work, name) {
    const terms = state.chosen[name];
    return !terms || !terms.size || (work.terms[name] || []).some((term) => terms.has(term));
  }

  function inYears(work) {
    if (!state.from && !state.to) return true;
    return work.year !== null && (!state.from || work.year >= state.from) && (!state.to || work.year <= state.to);
  }

  function sorted(list, hits) {
    const order = state.sort || (hits ? "relevance" : "newest");
    const compare = {
      relevance: (a, b) => (hits ? hits.scores.get(b.key) - hits.scores.get(a.key) : 0),
      oldest: (a, b) => b.place - a.place,
      author: (a, b) => a.author.localeCompare(b.author, "en") || a.place - b.place,
      newest: (a, b) => a.place - b.place,
    }[order];
    return { order, list: [...list].sort((a, b) => compare(a, b) || a.place - b.place) };
  }

  // ---- showing ----

  function show() {
    const hits = findWords(state.q);
    const listed = state.list && new Set(state.list);
    const base = works.filter(
      (work) => inYears(work) && (!hits || hits.scores.has(work.key)) && (!listed || listed.has(work.key)),
    );
    const names = [...labels.keys()];
    const list = base.filter((work) => names.every((name) => passes(work, name)));
    for (const name of names) {
      const others = base.filter((work) => names.every((other) => other === name || passes(work, other)));
      showFacet(name, others);
    }
    const result = sorted(list, hits);
    showCount(result.list, hits);
    showChips();
    showEntries(result.list, hits);
    shown = result.list.map((work) => work.key);
    document.dispatchEvent(new CustomEvent("evidence:shown", { detail: { keys: shown } }));
    sort.querySelector("[value=relevance]").disabled = !hits;
    sort.value = result.order === "relevance" && !hits ? "newest" : result.order;
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

  function showCount(list, hits) {
    const families = new Set(list.map((work) => work.family).filter(Boolean)).size;
    const number = `${list.length} ${list.length === 1 ? "work" : "works"}`;
    let text = families === list.length ? number : `${families} study ${families === 1 ? "family" : "families"} (${number})`;
    const unknown = (state.list || []).filter((key) => !known.has(key)).length;
    if (unknown) text += `; ${unknown} of the list ${unknown === 1 ? "is" : "are"} not in this base`;
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
      chips.append(chip("Clear all", "", (s) => { Object.assign(s, emptyState()); words.value = ""; }));
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

  function showEntries(list, hits) {
    const shown = list.slice(0, limit);
    entries.innerHTML = shown.map((work) => work.card).join("");
    if (hits) {
      markFound(entries, hits.found);
      shown.forEach((work, place) => showWhere(entries.children[place], work, hits.found));
    }
    more.parentElement.hidden = list.length <= limit;
    more.textContent = `Show ${Math.min(SHOWN_AT_ONCE, list.length - limit)} more`;
  }

  function markFound(root, found) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const text = node.data;
      const places = [...text.matchAll(WORD)].filter((match) => found.has(plain(match[0])));
      if (!places.length || node.parentElement.closest(".dial")) continue;
      const parts = [];
      let end = 0;
      for (const match of places) {
        const mark = document.createElement("mark");
        mark.textContent = match[0];
        parts.push(text.slice(end, match.index), mark);
        end = match.index + match[0].length;
      }
      node.replaceWith(...parts, text.slice(end));
    }
  }

  // Where nothing in the card bears the words, a line says where they were found.
  function showWhere(card, work, found) {
    if (!card || card.querySelector("mark")) return;
    for (const [field, name] of Object.entries(FOUND_IN)) {
      const text = work.words[field];
      const match = [...text.matchAll(WORD)].find((one) => found.has(plain(one[0])));
      if (!match) continue;
      const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, match.index - 50)));
      const to = text.indexOf(" ", match.index + match[0].length + 60);
      const line = document.createElement("p");
      line.className = "entry-found";
      line.append(`${name}: ${from ? "…" : ""}${text.slice(from, to < 0 ? undefined : to).trim()}${to < 0 ? "" : "…"}`);
      card.append(line);
      markFound(line, found);
      return;
    }
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
    for (const [field, name] of [[from, "from"], [to, "to"]]) {
      field.addEventListener("change", () => change((s) => { s[name] = field.value ? Number(field.value) : null; }));
    }
    more.addEventListener("click", () => {
      const first = limit;
      limit += SHOWN_AT_ONCE;
      show();
      entries.children[first]?.querySelector("a")?.focus();
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
    const answer = await fetch(page.dataset.browse);
    if (!answer.ok) throw new Error(`${page.dataset.browse}: ${answer.status}`);
    works = (await answer.json()).works.map((work, place) => ({ ...work, place }));
    known = new Set(works.map((work) => work.key));
    index = new window.MiniSearch({ fields: Object.keys(FIELDS), idField: "key", tokenize: split, processTerm: (word) => word });
    index.addAll(works.map((work) => ({ key: work.key, ...work.words })));
    facets.forEach(prepareFacet);
    state = readAddress();
    words.value = state.q;
    for (const facet of facets) if ((state.chosen[facet.dataset.facet] || new Set()).size) facet.open = true;
    listen();
    show();
  }

  start().catch((error) => {
    // The list stays as it is, without controls that would do nothing; the reason stands in the console.
    page.querySelectorAll("[data-script-only]").forEach((part) => { part.hidden = true; });
    console.error(error);
  });
})();
