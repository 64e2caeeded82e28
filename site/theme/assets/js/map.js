// The map with script: one facet of rows at a time. The choice is the part of the address behind #, so that it can be
// shared and the back button works; without script all tables stand below each other and the same links lead to them.
"use strict";
(function () {
  const sections = [...document.querySelectorAll("[data-rows]")];
  const links = [...document.querySelectorAll(".map-switch a")];
  if (!sections.length) return;

  function show() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const shown = (target && target.closest("[data-rows]")) || sections[0];
    for (const section of sections) section.hidden = section !== shown;
    for (const link of links) {
      if (link.hash === `#${shown.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const folded = target && target.closest("details");
    if (!folded) return;
    folded.open = true;
    folded.scrollIntoView();
    target.focus({ preventScroll: true });
  }

  // A choice of rows changes what stands below, and leaves the reader where they are.
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (link.hash === location.hash) return;
      history.pushState(null, "", link.hash);
      show();
    });
  }
  // A head of a column asked for twice opens its outcomes twice.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".map thead a");
    if (link && link.hash && link.hash === location.hash) show();
  });
  // Browsers leave a link half behind the heads that stay in place; who walks by keyboard sees it whole.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches(".map td a:focus-visible")) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  window.addEventListener("hashchange", show);
  window.addEventListener("popstate", show);
  show();
})();
