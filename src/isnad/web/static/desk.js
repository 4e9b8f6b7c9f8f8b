// Small comforts; everything works without them.
"use strict";
const wide = matchMedia("(min-width: 52.01rem)").matches;
for (const details of document.querySelectorAll("details[data-wide-open]")) {
  details.open = wide || details.hasAttribute("data-keep");
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    (document.getElementById("query") || document.getElementById("find"))?.focus();
  }
});
// Files may be dropped anywhere on the field, not only on its button.
for (const field of document.querySelectorAll(".drop")) {
  const input = field.querySelector("input");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    field.addEventListener(kind, (event) => {
      event.preventDefault();
      field.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    });
  }
}
