// Runs before the page is drawn, so that a chosen colour scheme does not flash and what needs script takes its place
// at once. Without a choice the system decides on the scheme.
"use strict";
(function () {
  document.documentElement.classList.add("has-script");
  try {
    const chosen = localStorage.getItem("scheme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
  } catch {
    // Storage may be forbidden; the system's scheme stands.
  }
})();
