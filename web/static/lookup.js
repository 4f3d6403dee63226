// The look-up works without scripts; with them it has a button to print the slip, and is ready for the next code.

const button = document.getElementById("print");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.getElementById("code").select();
