// The text of an article: a split begins at the line of the cursor, Ctrl+S saves, and the lines of the source that the
// paragraph at the cursor came from are shown. Without a script the line is chosen on the next page.
"use strict";
(() => {
  const body = document.querySelector("#id_body");
  if (!body) return;
  const line = () => body.value.slice(0, body.selectionStart).split("\n").length;
  const split = body.form.querySelector("[name=_split]");
  split?.addEventListener("click", () => { split.value = line() > 1 ? line() : ""; });
  body.form.addEventListener("keydown", (event) => {
    if (event.key === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      body.form.querySelector("[name=_continue]").click();
    }
  });
  const bare = (text) => text.replace(/\s/g, "");
  const source = document.querySelector(".source");
  const rows = source ? [...source.querySelectorAll("tr.claimed")].map((row) => [row, bare(row.cells[2].textContent)]) : [];
  let shown = [];
  const follow = () => {
    const words = bare(body.value.split("\n")[line() - 1] ?? "").replace(/^(#+|＃+|编者按[：:]|[图续文][：:])/, "");
    const found = words.length < 2 ? [] : rows.filter(([, text]) => text && (words.includes(text) || text.includes(words)));
    shown.forEach((row) => row.classList.remove("here"));
    shown = found.map(([row]) => row);
    shown.forEach((row) => row.classList.add("here"));
    if (shown.length && source.scrollHeight > source.clientHeight) {
      source.scrollTop = shown[0].offsetTop - source.clientHeight / 3;
    }
  };
  // What is to be looked at before publishing leads to its characters, wherever they stand by now.
  const fields = { kicker: "#id_kicker", title: "#id_title", subtitle: "#id_subtitle", byline: "#id_byline" };
  const heightUpTo = (place) => {
    const copy = body.cloneNode();
    copy.removeAttribute("id");
    copy.className = "measure";
    copy.style.width = `${body.offsetWidth}px`;  // else as wide as what it is placed in, and its lines break elsewhere
    copy.value = body.value.slice(0, place);
    body.after(copy);
    const height = copy.scrollHeight;
    copy.remove();
    return height;
  };
  document.querySelector(".remarks")?.addEventListener("click", (event) => {
    const { kind, line: text, from, to } = event.target.closest("a")?.dataset ?? {};
    const field = kind && document.querySelector(fields[kind] ?? "#id_body");
    const start = field ? field.value.indexOf(text) : -1;
    if (start < 0) return;
    event.preventDefault();
    field.focus();
    field.setSelectionRange(start + Number(from), start + Number(to));
    if (field === body) body.scrollTop = heightUpTo(start + Number(to)) - body.clientHeight / 2;
    field.scrollIntoView({ block: "nearest" });
    if (field === body) follow();
  });
  body.addEventListener("click", follow);
  body.addEventListener("keyup", (event) => { if (event.key.startsWith("Arrow") || event.key === "Enter") follow(); });
})();
