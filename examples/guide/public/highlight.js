const words = {
  java:
    "if else for while return new record void switch case default true false null try catch finally throw throws var int byte static final class import package this implements extends while boolean long",
  python:
    "async def await while True False None if elif else try except finally raise return yield import from as with in not class for break pass and or lambda is",
};

const patterns = {
  java: /(\/\/[^\n]*)|("(?:[^"\\\n]|\\.)*")|(@\w+)|\b([A-Za-z_]\w*)\b/g,
  python: /(#[^\n]*)|("""[\s\S]*?"""|f?b?"(?:[^"\\\n]|\\.)*")|(@[\w.]+)|\b([A-Za-z_]\w*)\b/g,
};

/** Marks comments, strings, annotations and keywords. */
export function highlight(text, kind) {
  const keywords = new Set(words[kind].split(" "));
  const result = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(patterns[kind])) {
    const [whole, comment, string, annotation, word] = match;
    const style = comment ? "c" : string ? "s" : annotation ? "a" : keywords.has(word) ? "k" : null;
    if (style) {
      result.append(text.slice(end, match.index));
      const span = document.createElement("span");
      span.className = style;
      span.textContent = whole;
      result.append(span);
      end = match.index + whole.length;
    }
  }
  result.append(text.slice(end));
  return result;
}
