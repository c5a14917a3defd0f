// A button for what the browser's own menu does as well; without scripts it stays hidden.
for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => window.print());
}
