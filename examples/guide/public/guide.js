import { sections, texts, closeCodes } from "./sections.js";
import { Console, HttpConsole } from "./console.js";
import { highlight } from "./highlight.js";

const languages = ["en", "zh"];
let language = languages.includes(localStorage.getItem("language"))
  ? localStorage.getItem("language")
  : navigator.language.startsWith("zh") ? "zh" : "en";

/** The parts of Guide.java by the name in their marker: "// --- Name ---". */
async function javaBySection() {
  const source = await (await fetch("/Guide.java")).text();
  const parts = new Map();
  let name = null;
  for (const line of source.split("\n")) {
    const marker = line.match(/^\/\/ --- (.+) ---$/);
    if (marker) {
      name = marker[1];
      parts.set(name, []);
    } else if (name) {
      parts.get(name).push(line);
    }
  }
  return new Map([...parts].map(([key, lines]) => [key, lines.join("\n").trim()]));
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** An element whose text follows the language. */
function translated(tag, byLanguage, properties = {}) {
  const made = element(tag, properties);
  made.translate_ = byLanguage;
  made.dataset.translated = "";
  return made;
}

function code(text, kind) {
  const pre = element("pre", { tabIndex: 0 });
  pre.append(highlight(text, kind));
  return pre;
}

function pane(title, ...content) {
  return element("div", { className: "pane" }, translated("h3", title), ...content);
}

function sectionElement(section, java) {
  const made = element("section", { id: section.id });
  made.append(
    element(
      "div",
      { className: "about" },
      translated("h2", section.title),
      ...section.about.map((paragraph) => translated("p", paragraph)),
      ...(section.closeCodes ? [closeCodeTable()] : []),
    ),
  );
  const panes = element("div", { className: "panes" });
  const left = pane(texts.java, code(java.get(section.java) ?? "", "java"));
  const python = element("details", { open: matchMedia("(min-width: 981px)").matches }, translated("summary", texts.python), code(section.python, "python"));
  left.append(python);
  const consoles = section.consoles.map((options) => new Console(options, texts, () => language).element);
  const http = (section.http ?? []).map((options) => new HttpConsole(options, texts, () => language).element);
  panes.append(left, pane(texts.live, ...consoles, ...http));
  made.append(panes);
  return made;
}

function closeCodeTable() {
  const table = element("table");
  for (const [number, meaning] of Object.entries(closeCodes)) {
    table.append(element("tr", {}, element("td", { textContent: number }), translated("td", meaning)));
  }
  return table;
}

function applyLanguage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const one of document.querySelectorAll("[data-translated]")) {
    one.textContent = one.translate_[language];
  }
  for (const one of document.querySelectorAll("[data-text]")) {
    one.textContent = texts[one.dataset.text][language];
  }
  for (const one of document.querySelectorAll("[data-placeholder]")) {
    one.placeholder = texts[one.dataset.placeholder][language];
  }
  for (const one of document.querySelectorAll("[data-empty-text]")) {
    one.dataset.empty = texts[one.dataset.emptyText][language];
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
}

function followScrolling(links) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        links.forEach((link) => link.setAttribute("aria-current", String(link.hash === "#" + entry.target.id)));
      }
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  document.querySelectorAll("section").forEach((section) => observer.observe(section));
}

const java = await javaBySection();
const main = document.querySelector("main");
main.append(
  element("div", { className: "intro" }, translated("h1", texts.title), translated("p", texts.intro)),
  ...sections.map((section) => sectionElement(section, java)),
);
const list = element("ol");
for (const section of sections) {
  list.append(element("li", {}, translated("a", section.title, { href: "#" + section.id })));
}
document.querySelector("nav").append(list);
document.querySelector(".language").addEventListener("click", (event) => {
  if (event.target.dataset.language) {
    language = event.target.dataset.language;
    localStorage.setItem("language", language);
    applyLanguage();
  }
});
applyLanguage();
followScrolling([...list.querySelectorAll("a")]);
if (location.hash) {
  document.querySelector(location.hash)?.scrollIntoView();
}
document.body.dataset.ready = "true";
