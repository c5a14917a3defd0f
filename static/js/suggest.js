// Suggestions under a search box, for input[data-suggest=<address>]. Without this script the box is a plain box.
// Keys as in the ARIA combobox pattern: down and up choose, Enter takes, Escape closes.
for (const box of document.querySelectorAll("input[data-suggest]")) attach(box);

function attach(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "检索提示");
  box.removeAttribute("list"); // the datalist is for those without this script
  box.type = "text"; // a search field may not be a combobox
  box.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off" })) box.setAttribute(name, value);

  let asked = 0, chosen = -1, timer;
  const open = (shown) => { list.hidden = !shown; box.setAttribute("aria-expanded", String(shown)); if (!shown) choose(-1); };
  // The last word is what is being typed; what stands before it stays.
  const parts = () => box.value.match(/^(.*[\s(（:："“-])?(.*)$/);

  function choose(n) {
    chosen = n;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === n)));
    if (n < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[n].id);
  }

  function take(option) {
    if (option.dataset.address) return location.assign(option.dataset.address); // an author, a column, an article has a page
    box.value = (parts()[1] ?? "") + option.dataset.text;
    open(false);
    box.form.requestSubmit();
  }

  async function ask() {
    const turn = ++asked, typed = parts()[2];
    if (!typed) return open(false);
    const address = new URL(box.dataset.suggest, location);
    address.searchParams.set("q", typed);
    const papers = new FormData(box.form).get("papers"); // of the newspapers that are chosen beside the box
    if (papers) address.searchParams.set("papers", papers);
    const answer = await fetch(address);
    if (turn !== asked || !answer.ok) return;
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map(({ text, pieces, kind, address, date }, i) => {
      const [option, shown, label] = ["li", "span", "small"].map((name) => document.createElement(name));
      option.id = `${list.id}-${i}`;
      option.dataset.text = text;
      option.dataset.address = address;
      option.setAttribute("role", "option");
      label.textContent = date || kind;
      shown.append(...pieces.flatMap((piece) => [document.createElement("wbr"), piece])); // lines end between words
      option.append(shown, label);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    choose(-1);
    open(suggestions.length > 0 && document.activeElement === box);
  }

  box.addEventListener("input", (event) => { clearTimeout(timer); if (!event.isComposing) timer = setTimeout(ask, 120); });
  box.addEventListener("compositionend", ask);
  box.addEventListener("blur", () => open(false));
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") asked++, clearTimeout(timer); // an answer that is on its way opens no list either
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : 0);
    else if (event.key === "ArrowUp") choose(chosen > 0 ? chosen - 1 : last);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
}
