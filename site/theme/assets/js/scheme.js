// Runs before the page is drawn, so that a chosen colour scheme does not flash. Without a choice the system decides.
"use strict";
(function () {
  try {
    const chosen = localStorage.getItem("scheme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
  } catch {
    // Storage may be forbidden; the system's scheme stands.
  }
})();
