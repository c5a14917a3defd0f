// Leaving with unsaved text warns, and what was typed is offered again where the form could not be sent
// (an expired session, a closed window). Nothing depends on it: without a script the form works as it is.
"use strict";
(() => {
  const form = document.querySelector("form#article_form");
  if (!form || !form.querySelector("[name=_save]")) return;
  const key = `unsaved ${location.pathname}`;
  const written = () => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return JSON.stringify(fields.map(([name, value]) => [name, String(value)]));
  };
  const opened = written();
  let sending = false;
  const changed = () => written() !== opened;
  addEventListener("beforeunload", (event) => {
    if (changed() && !sending) event.preventDefault();
  });
  form.addEventListener("submit", () => { sending = true; localStorage.setItem(key, written()); });
  form.addEventListener("input", () => { if (changed()) localStorage.setItem(key, written()); });

  const kept = localStorage.getItem(key);
  if (!kept || kept === opened) return localStorage.removeItem(key);
  const fields = new Map(JSON.parse(kept));
  // Saved since: what the form shows is newer than what was typed.
  if (fields.get("opened") !== form.elements.opened?.value) return localStorage.removeItem(key);
  const note = document.createElement("p");
  note.className = "warning unsaved";
  note.setAttribute("role", "status");
  const put = document.createElement("button");
  const drop = document.createElement("button");
  put.type = drop.type = "button";
  put.textContent = "填回来";
  drop.textContent = "不要了";
  note.append("上次在这里填写的文字没有保存成功。 ", put, " ", drop);
  put.onclick = () => {
    for (const [name, value] of fields) {
      const field = form.elements[name];
      if (field && field.type !== "hidden" && field.type !== "checkbox" && "value" in field) field.value = value;
    }
    note.remove();
  };
  drop.onclick = () => { localStorage.removeItem(key); note.remove(); };
  form.prepend(note);
})();
