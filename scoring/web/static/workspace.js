// Small helps on top of pages that work without them.
document.documentElement.classList.add("js");

// The lists of pages and parts are open; where the window is narrow they are opened by whoever wants them.
const narrow = matchMedia("(max-width: 640px)");
const fold = () => document.querySelectorAll("details.menu").forEach((one) => { one.open = !narrow.matches; });
narrow.addEventListener("change", fold);
fold();

// Esc closes a list that was opened.
document.addEventListener("keydown", (event) => {
  const list = event.key === "Escape" && event.target.closest("details[open].fold, details[open].menu");
  if (!list || (list.matches(".menu") && !narrow.matches)) return;
  list.open = false;
  list.querySelector("summary").focus();
});

// Whoever leaves a question by Enter stays on the page: htmx saves it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches(".question input:not([type=checkbox]):not([type=radio])")) {
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// A row is drawn anew after it was saved, and the field that had the focus has it again. What somebody wrote there meanwhile is
// never drawn over: the row stays, knows what is in the file now, and is saved when the field is left.
const sent = new WeakMap();
const fieldsOf = (row) => new URLSearchParams([...new FormData(row)].filter(([name]) => !["seen", "there", "former"].includes(name))).toString();
let held = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  const row = event.detail.elt.closest(".question");
  if (row) sent.set(row, fieldsOf(row));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const row = event.detail.target, field = document.activeElement;
  held = field && row.contains(field) ? { name: field.name, value: field.value, row: row.id } : null;
  if (!row.matches(".question") || !sent.has(row) || sent.get(row) === fieldsOf(row)) return;
  const answer = new DOMParser().parseFromString(event.detail.serverResponse, "text/html").getElementById(row.id);
  if (!answer) return;
  event.detail.shouldSwap = false;
  held = null;
  row.querySelectorAll("[name=seen], [name=there]").forEach((one) => one.remove());
  row.prepend(...answer.querySelectorAll("[name=seen], [name=there]"));
  if (!row.contains(field)) row.requestSubmit();
});
document.addEventListener("htmx:afterSettle", () => {
  if (!held) return;
  const row = document.getElementById(held.row);
  const fields = row ? [...row.querySelectorAll("input, select, textarea, button")].filter((one) => one.name === held.name) : [];
  const field = fields.find((one) => one.value === held.value) || fields[0];
  if (field) field.focus();
  held = null;
});

// A refusal by the server or a lost connection is told where the answer stands.
function tell(event, text) {
  const row = event.detail.elt.closest(".question");
  const place = row && row.querySelector(".told");
  if (place) place.innerHTML = "<p class='fault'>" + text + "</p>";
}
document.addEventListener("htmx:sendError", (event) => tell(event, "没有保存：连不上程序。请看启动它的窗口是否还开着，再按“保存”。"));
document.addEventListener("htmx:responseError", (event) => tell(event, "没有保存：页面可能已经过期，或者自评已经定稿。请刷新后再看。"));

// A document is shown over the page; the browser itself closes it by Escape and gives the focus back.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "preview") event.detail.target.querySelector("dialog").showModal();
});

// Files and folders may be dropped anywhere on the place for them; a form that asks for more (kept) waits for its button.
// A file of a folder keeps the names of its folders: they often say what it is.
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    const path = entry.fullPath.replace(/^\//, "");
    return [path.includes("/") ? new File([file], path, { type: file.type, lastModified: file.lastModified }) : file];
  }
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const one of some) found.push(...(await filesOf(one)));
  }
}
// What the program would refuse for its size is told before it is sent.
const MOST_FILES = 200, MOST_BYTES = 200 * 1024 * 1024;
function tooMuch(form) {
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
  const bytes = files.reduce((sum, one) => sum + one.size, 0);
  if (files.length > MOST_FILES) return "这里有" + files.length + "个文件，一次最多" + MOST_FILES + "个：请分几次放，比如一次放一个子文件夹。";
  if (bytes > MOST_BYTES) return "这些文件合计" + Math.ceil(bytes / 1024 / 1024) + "MB，一次最多200MB：请分几次放。";
  return "";
}
document.querySelectorAll("form.drop").forEach((form) => {
  const mark = (on) => form.classList.toggle("over", on), told = form.querySelector(".told");
  form.addEventListener("dragover", (event) => { event.preventDefault(); mark(true); });
  form.addEventListener("dragleave", () => mark(false));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    mark(false);
    const entries = [...event.dataTransfer.items].map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry()).filter(Boolean);
    const plain = [...event.dataTransfer.files], all = new DataTransfer();
    const found = entries.length ? (await Promise.all(entries.map(filesOf))).flat() : plain;
    found.filter((one) => !one.name.split("/").pop().startsWith(".")).forEach((one) => all.items.add(one));
    form.querySelector("input[type=file]").files = all.files;
    if (all.files.length && !form.classList.contains("kept")) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    const fault = tooMuch(form), button = form.querySelector("button");
    if (told) told.textContent = fault;
    if (fault && told) event.preventDefault();
    else if (told) button.textContent = "正在放入……";
  });
});

// The whole list of documents stands once in the page; each field that chooses among them takes it.
document.querySelectorAll("select[data-more]").forEach((select) => {
  select.append(document.getElementById("all-choices").content.cloneNode(true));
});
