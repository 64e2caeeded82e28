// Exports of the works shown, made here: the texts of the records come from one file a format and are joined as
// `evidence export` joins them, byte for byte.
"use strict";
(function () {
  const panel = document.getElementById("take-away");
  if (!panel) return;

  const status = document.getElementById("take-away-status");
  const keepAll = document.getElementById("keep-all");
  const showList = document.getElementById("show-list");
  const emptyList = document.getElementById("empty-list");
  const { list, copyText } = window.evidence;
  const works = (number) => `${number} ${number === 1 ? "work" : "works"}`;
  let keys = [];

  async function take(button) {
    const chosen = keys;
    let data;
    try {
      const answer = await fetch(button.dataset.export);
      if (!answer.ok) throw new Error(`${button.dataset.export}: ${answer.status}`);
      data = await answer.json();
    } catch (error) {
      status.textContent = "The file could not be made: the connection failed. Try again.";
      console.warn(error);
      return;
    }
    const text = data.head + chosen.map((key) => data.records[key]).join(data.between) + data.tail;
    const name = `link-worker-evidence-${chosen.length}-${chosen.length === 1 ? "work" : "works"}${data.extension}`;
    const address = URL.createObjectURL(new Blob([text], { type: data.mediaType }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    status.textContent = `Saved ${works(chosen.length)} as ${data.label}: ${name}`;
  }

  function show() {
    const kept = list.get();
    panel.querySelector("summary").textContent = keys.length ? `Take these ${works(keys.length)} away` : "Take works away";
    for (const button of panel.querySelectorAll("[data-export]")) button.disabled = !keys.length;
    keepAll.disabled = keys.every((key) => kept.includes(key));
    showList.hidden = emptyList.hidden = !kept.length;
    showList.textContent = `Show my list (${kept.length})`;
  }

  document.addEventListener("evidence:shown", ({ detail }) => {
    keys = detail.keys;
    status.textContent = "";
    show();
  });
  document.addEventListener("evidence:list", show);
  panel.querySelectorAll("[data-export]").forEach((button) => button.addEventListener("click", () => take(button)));
  keepAll.addEventListener("click", () => {
    list.set([...list.get(), ...keys]);
    status.textContent = `My list: ${works(list.get().length)}`;
    if (keepAll.disabled) showList.focus();
  });
  showList.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("evidence:show-list", { detail: { keys: list.get() } }));
  });
  emptyList.addEventListener("click", () => {
    list.set([]);
    status.textContent = "My list is empty";
    (keepAll.disabled ? panel.querySelector("summary") : keepAll).focus();
  });
  document.getElementById("copy-address").addEventListener("click", async () => {
    try {
      await copyText(location.href);
      status.textContent = "Copied the address of this view";
    } catch {
      status.textContent = "Not copied: copy the address from the address bar";
    }
  });
})();
