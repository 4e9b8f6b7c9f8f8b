// Small comforts; everything works without them.
"use strict";
for (const details of document.querySelectorAll("details[data-wide-open]")) {
  if (matchMedia("(min-width: 52.01rem)").matches) details.open = true;
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("find").focus();
  }
});
