// The pages before the hall work without this. With it: one press is one post, and a print button.

document.addEventListener("submit", (e) => {
  for (const button of e.target.querySelectorAll("button")) setTimeout(() => { button.disabled = true; }, 0);
});
// Back from the browser's history the page is as it was left: its buttons must work again.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button")) button.disabled = false;
});
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
