// The print buttons of the cards; without scripts the browser's own menu prints them as well.

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
