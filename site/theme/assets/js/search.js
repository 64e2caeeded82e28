// The one search of the site: how words are taken apart, what counts as found, and in which order. The header, home and
// the browse page all ask here, so that they never disagree. Names come first: a study whose title, authors, terms or
// their synonyms hold every word stands before one where only its summary or findings do. Only where no name does are
// the longer texts fetched, and a slip of the pen is only looked for when the words as written are nowhere.
"use strict";
(function () {
  const root = new URL("../../", document.currentScript.src);
  const OF_NAMES = { title: 8, synonyms: 5, words: 4 };
  const OF_TEXTS = { summary: 2, findings: 1.5, record: 1 };
  const OF_OTHERS = { title: 8, synonyms: 5, words: 1 };
  const STOP_WORDS = new Set("a an and are as at be by do does for from how in is it of on or that the to what which who with".split(" "));
  // An apostrophe does not end a word: O’Brien is found as obrien, too.
  const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

  const entries = new Map();
  let studies = [];
  let names;
  let whole;
  let others;

  const plain = (word) => word.toLowerCase().normalize("NFKD").replace(/[\p{M}'’]/gu, "");
  const split = (text) => (text.match(WORD) || []).map(plain);

  // ---- what there is to find ----

  // What failed, as a connection may, is tried again when it is next asked for.
  function once(make) {
    let made;
    return () => (made ??= make().catch((error) => { made = undefined; throw error; }));
  }

  async function data(name) {
    const answer = await fetch(new URL(`data/${name}.json`, root));
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return answer.json();
  }

  const library = once(() => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("assets/vendor/minisearch/minisearch.js", root);
    script.onload = done;
    script.onerror = () => failed(new Error(`${script.src} was not loaded`));
    document.head.append(script);
  }));

  const load = once(async () => {
    const [found] = await Promise.all([data("search"), library()]);
    for (const entry of found.entries) entries.set(entry.address, entry);
    studies = found.entries.filter((entry) => entry.kind === "study").map(withTerms);
    names = lazily(() => index(OF_NAMES, studies));
    others = lazily(() => index(OF_OTHERS, found.entries.filter((entry) => entry.kind !== "study").map((entry) => ({ ...entry, synonyms: other(entry) }))));
  });

  const loadTexts = once(async () => {
    const [{ works }] = await Promise.all([data("browse"), load()]);
    const texts = new Map(works.map((work) => [work.address, work.texts]));
    whole = lazily(() => index({ ...OF_NAMES, ...OF_TEXTS }, studies.map((study) => ({ ...study, ...texts.get(study.address) }))));
    return works;
  });

  // An index is made when somebody first asks it: most readers of a list never type a word.
  function lazily(make) {
    let made;
    return (...asked) => (made ??= make())(...asked);
  }

  const other = (entry) => (entry.synonyms || []).join(", ");

  // A study is found by the names of its terms; they stand once in the data, at the term.
  function withTerms(study) {
    const terms = (study.terms || []).map((address) => entries.get(address)).filter(Boolean);
    return { ...study, synonyms: terms.map((term) => [term.title, ...(term.synonyms || [])].join(", ")).join("; ") };
  }

  function index(weights, documents) {
    const made = new window.MiniSearch({ fields: Object.keys(weights), idField: "address", tokenize: split, processTerm: (word) => word });
    made.addAll(documents);
    const place = new Map(documents.map((one, number) => [one.address, number]));
    return (asked, mending) =>
      made
        .search(asked.join(" "), {
          combineWith: "AND",
          boost: weights,
          // The last word may be half written; a short one before it is meant as it stands.
          prefix: (word, number) => number === asked.length - 1 || word.length > 2,
          fuzzy: mending && ((word) => (word.length > 4 ? 0.25 : false)),
        })
        .sort((a, b) => b.score - a.score || place.get(a.id) - place.get(b.id));
  }

  // ---- finding ----

  // Returns null where nothing is asked; else addresses, best first, and the words by which they were found.
  function find(text, tiers, mayMend = true) {
    const asked = split(text).filter((word) => !STOP_WORDS.has(word));
    if (!asked.length) return null;
    for (const mended of mayMend ? [false, true] : [false]) {
      const hits = tiers.flatMap((tier) => tier(asked, mended));
      if (hits.length) {
        return { order: [...new Set(hits.map((hit) => hit.id))], words: new Set(hits.flatMap((hit) => hit.terms)), mended };
      }
    }
    return { order: [], words: new Set(), mended: false };
  }

  // For the browse page, which has loaded everything before.
  const findStudies = (text) => find(text, [names, whole]);
  const findOthers = (text) => find(text, [others]);

  // For suggestions: entries of every kind, with as little fetched as will do.
  async function findAll(text) {
    await load();
    let found = find(text, [names], false);
    if (!found) return null;
    if (whole || !found.order.length) {
      await loadTexts();
      found = findStudies(text);
    }
    const rest = findOthers(text);
    return {
      entries: [...found.order, ...rest.order].map((address) => entries.get(address)),
      words: new Set([...found.words, ...rest.words]),
    };
  }

  // ---- showing what was found ----

  const holds = (text, found) => split(text).some((word) => found.has(word));

  function mark(root, found) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      const places = [...node.data.matchAll(WORD)].filter((match) => found.has(plain(match[0])));
      if (!places.length || node.parentElement.closest(".dial, .vh")) continue;
      const parts = [];
      let end = 0;
      for (const match of places) {
        const marked = document.createElement("mark");
        marked.textContent = match[0];
        parts.push(node.data.slice(end, match.index), marked);
        end = match.index + match[0].length;
      }
      node.replaceWith(...parts, node.data.slice(end));
    }
  }

  // A line of a long text around the first of the words found, or nothing.
  function excerpt(text, found) {
    const match = [...text.matchAll(WORD)].find((one) => found.has(plain(one[0])));
    if (!match) return "";
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, match.index - 50)));
    const to = text.indexOf(" ", match.index + match[0].length + 60);
    return `${from ? "…" : ""}${text.slice(from, to < 0 ? undefined : to).trim()}${to < 0 ? "" : "…"}`;
  }

  const namesOf = (address) => studies.find((study) => study.address === address).synonyms;

  window.evidence.search = { root, load, loadTexts, findStudies, findOthers, findAll, entry: (address) => entries.get(address), namesOf, holds, mark, excerpt };
})();
