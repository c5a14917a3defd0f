// Leaving a form of the desk with unsaved text warns, and what was typed is offered again where it did not arrive
// (an expired session, a closed window). Nothing depends on it: without a script the forms work as they are.
"use strict";
(() => {
  // A form that was sent arrived if the next page says so; on a page of errors or of log-in it is still wanted.
  const SENT = "unsaved-sent";
  if (document.querySelector(".messagelist .success, .messagelist .info")) {
    localStorage.removeItem(sessionStorage.getItem(SENT));
    sessionStorage.removeItem(SENT);
  }
  const logIn = document.querySelector("#login-form");
  if (logIn && sessionStorage.getItem(SENT) && localStorage.getItem(sessionStorage.getItem(SENT))) {
    const said = document.createElement("p");
    said.className = "warning unsaved";
    said.setAttribute("role", "status");
    said.textContent = "登录已过期，刚才的改动还没有保存。您填写的文字还在这个浏览器里没有丢：登录之后，在原来的表格里按“填回来”。";
    logIn.before(said);
  }
  // Not the page that compares: what it sends is kept already, by the form that it came from.
  const form = [...document.querySelectorAll("#content-main form")].find((each) =>
    each.matches("[data-kept]") || (each.querySelector("[name=_save]") && !each.querySelector("[name=compared]")));
  if (!form) return;
  // Another account at the same machine is not offered what this one typed.
  const key = `unsaved ${document.querySelector("#user-tools strong")?.textContent} ${location.pathname}`;
  const aside = (field) =>
    !field.name || field.disabled || ["csrfmiddlewaretoken", "_save"].includes(field.name) ||
    ["password", "file", "submit", "button"].includes(field.type);
  const chosen = (field) => ["checkbox", "radio"].includes(field.type) ? field.checked : true;
  // [name, value, what a select box shows for it]
  const written = () => JSON.stringify([...form.elements].filter((field) => !aside(field) && chosen(field))
    .map((field) => [field.name, field.value, field.selectedOptions?.[0]?.text ?? ""]));
  const opened = written();
  const changed = () => written() !== opened;
  let sending = false;
  addEventListener("beforeunload", (event) => { if (changed() && !sending) event.preventDefault(); });
  const keep = () => { if (changed()) localStorage.setItem(key, written()); };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => { sending = true; keep(); sessionStorage.setItem(SENT, key); });

  const kept = localStorage.getItem(key);
  if (!kept || kept === opened || form.querySelector(".errorlist")) return;
  const fields = JSON.parse(kept);
  const valueOf = (name) => fields.find((field) => field[0] === name);

  // As many rows of each part as there were.
  const addRows = () => {
    for (const [name, total] of fields.filter((field) => field[0].endsWith("-TOTAL_FORMS"))) {
      const prefix = name.slice(0, -"-TOTAL_FORMS".length);
      const add = () => document.querySelector(`#${prefix}-group .add-row a`);
      for (let n = Number(form.elements[name]?.value); n < Number(total) && add(); n += 1) add().click();
    }
  };
  const putBack = () => {
    addRows();
    for (const field of form.elements) {
      if (aside(field)) continue;
      if (["checkbox", "radio"].includes(field.type)) {
        field.checked = fields.some(([name, value]) => name === field.name && value === field.value);
        continue;
      }
      const [, value, label] = valueOf(field.name) ?? [];
      // The version that was seen goes back too: where a colleague changed the text since, both are compared.
      if (value === undefined || (field.type === "hidden" && !field.name.endsWith("opened"))) continue;
      if (field.options && value && ![...field.options].some((option) => option.value === value)) {
        field.add(new Option(label, value));
      }
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  const note = document.createElement("p");
  note.className = "warning unsaved";
  note.setAttribute("role", "status");
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.onclick = () => { act(); note.remove(); };
    return made;
  };
  note.append("上次在这里填写的文字没有保存成功。 ", button("填回来", putBack), " ",
    button("不要了", () => localStorage.removeItem(key)));
  form.prepend(note);
})();
