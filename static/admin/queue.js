// The keys of 待办: each does what its button does, which says so. None acts while a field is typed in, together with
// another key, or held down; all can be switched off. A decision is sent once, however often its key is pressed.
"use strict";
(() => {
  const OFF = "queue-keys-off";
  const keys = document.querySelector("#keys");
  if (!keys) return;
  keys.closest("label").hidden = false;
  keys.checked = !localStorage.getItem(OFF);
  const show = () => document.body.classList.toggle("keys-off", !keys.checked);
  keys.addEventListener("change", () => {
    if (keys.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1");
    show();
  });
  show();
  const TYPED = "textarea, select, [contenteditable], input:not([type=checkbox], [type=submit])";
  let sent = false;
  addEventListener("keydown", (event) => {
    const other = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.repeat || event.isComposing;
    if (!keys.checked || other || event.defaultPrevented || event.target.closest?.(TYPED)) return;
    // By the place of the key: a Chinese input method may keep its letter to itself.
    const key = event.code.replace(/^Key/, "").toLowerCase();
    const button = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
})();
