// Deciding pairs without the mouse: 1 and 2 choose the record that stays, a goes to the reason, s b n decide.
const form = document.querySelector("#keputusan");
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest('input:not([type="radio"]), textarea, select, [contenteditable]');
  if (!form || typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const keep = form.querySelectorAll('input[name="keep"]');
  if (event.key === "1" || event.key === "2") {
    keep[Number(event.key) - 1]?.click();
  } else if (event.key === "a") {
    event.preventDefault();
    form.querySelector("#note")?.focus();
  } else {
    form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`)?.click();
  }
});
