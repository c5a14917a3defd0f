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
  body.addEventListener("click", follow);
  body.addEventListener("keyup", (event) => { if (event.key.startsWith("Arrow") || event.key === "Enter") follow(); });
})();
