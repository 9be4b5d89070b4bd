import { closeCodes } from "./sections.js";

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function button(texts, name, onClick, className = "") {
  const made = element("button", { type: "button", className });
  made.dataset.text = name;
  made.dataset.action = name;
  made.addEventListener("click", onClick);
  return made;
}

function time() {
  return new Date().toTimeString().slice(0, 8);
}

function hex(bytes) {
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join(" ");
}

/** A list of what happened, the newest last. */
class Log {
  constructor() {
    this.element = element("ol", { className: "log", tabIndex: 0 });
    this.element.dataset.emptyText = "empty";
    this.element.setAttribute("aria-live", "polite");
  }

  add(kind, mark, what, meta = "") {
    this.element.append(
      element(
        "li",
        { className: kind },
        element("span", { className: "mark", textContent: mark }),
        element("span", { className: "what", textContent: what }),
        element("span", { className: "meta", textContent: (meta ? meta + " · " : "") + time() }),
      ),
    );
    while (this.element.children.length > 200) {
      this.element.firstChild.remove();
    }
    this.element.scrollTop = this.element.scrollHeight;
  }
}

/** Connects to a path, sends, and shows every frame and the close code. */
export class Console {
  constructor(options, texts, language) {
    this.options = options;
    this.texts = texts;
    this.language = language;
    this.socket = null;
    this.log = new Log();
    this.element = this.build();
    this.update();
  }

  build() {
    this.path = element("input", { value: this.options.path, spellcheck: false, className: "path" });
    this.path.setAttribute("aria-label", "Path");
    this.connectButton = button(this.texts, "connect", () => this.connect(), "main");
    this.closeButton = button(this.texts, "disconnect", () => this.socket?.close(1000, "Bye"));
    this.state = element("span", { className: "state" });
    this.input = element("input", { value: this.options.text ?? "", spellcheck: false, className: "message" });
    this.input.dataset.placeholder = "message";
    this.input.setAttribute("aria-label", "Message");
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && this.send());
    this.sendButton = button(this.texts, "sendText", () => this.send());
    this.binaryButton = button(this.texts, "sendBinary", () => this.sendBinary());
    const presets = element("div", { className: "row presets" });
    for (const preset of this.options.presets ?? []) {
      const chip = element("button", { type: "button", className: "chip" });
      chip.dataset.translated = "";
      chip.translate_ = preset.label;
      chip.dataset.preset = preset.name;
      chip.addEventListener("click", () => this.apply(preset));
      presets.append(chip);
    }
    const made = element(
      "div",
      { className: "console" },
      ...(this.options.presets ? [presets] : []),
      element("div", { className: "row" }, element("div", { className: "grow" }, this.path), this.connectButton, this.closeButton),
      element("div", { className: "row" }, element("div", { className: "grow" }, this.input), this.sendButton, this.binaryButton),
      this.state,
      this.log.element,
    );
    made.dataset.console = this.options.name;
    return made;
  }

  apply(preset) {
    if (preset.cookie !== undefined) {
      document.cookie = preset.cookie;
    }
    if (preset.path !== undefined) {
      this.path.value = preset.path;
    }
    if (preset.send !== undefined) {
      this.input.value = preset.send;
    }
    if (preset.connect !== false) {
      this.connect();
    } else if (preset.send !== undefined) {
      this.send();
    }
  }

  connect() {
    this.socket?.close(1000, "Bye");
    const url = new URL(this.path.value, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.log.add("event", "·", "connect " + url.pathname + url.search);
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.log.add("event", "·", "open");
      this.update();
    };
    socket.onmessage = ({ data }) => this.received(data);
    socket.onclose = ({ code, reason }) => this.closed(socket, opened, code, reason);
    this.update();
  }

  received(data) {
    if (typeof data === "string") {
      this.log.add("in", "↓", data, "text " + new TextEncoder().encode(data).length + " B");
    } else {
      const bytes = new Uint8Array(data);
      this.log.add("in", "↓", hex(bytes), "binary " + bytes.length + " B");
    }
  }

  closed(socket, opened, code, reason) {
    const meaning = closeCodes[code]?.[this.language()] ?? (code >= 4000 ? this.texts.ownCode[this.language()] : "");
    const what = opened
      ? "close " + code + (reason ? " " + reason : "")
      : this.texts.refused[this.language()];
    this.log.add(opened && code === 1000 ? "event" : "event bad", "×", what + (opened && meaning ? "  — " + meaning : ""));
    if (this.socket === socket) {
      this.socket = null;
    }
    this.update();
  }

  send() {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(this.input.value);
      this.log.add("out", "↑", this.input.value, "text");
    }
  }

  sendBinary() {
    const digits = this.input.value.replace(/[^0-9a-f]/gi, "");
    const bytes = new Uint8Array((digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16)));
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(bytes);
      this.log.add("out", "↑", hex(bytes), "binary " + bytes.length + " B");
    }
  }

  update() {
    const open = this.socket?.readyState === WebSocket.OPEN;
    const name = open ? "open" : this.socket ? "connecting" : "closed";
    this.state.dataset.state = name;
    this.state.dataset.text = name;
    this.state.textContent = this.texts[name][this.language()];
    this.closeButton.disabled = !this.socket;
    this.sendButton.disabled = !open;
    this.binaryButton.disabled = !open;
  }
}

/** Sends an HTTP request and shows the answer. */
export class HttpConsole {
  constructor(options, texts, language) {
    this.options = options;
    this.language = language;
    this.log = new Log();
    this.path = element("input", { value: options.path, spellcheck: false, className: "path" });
    this.path.setAttribute("aria-label", "Path");
    this.body = element("input", { value: options.body ?? "", spellcheck: false, className: "body" });
    this.body.setAttribute("aria-label", "Body");
    const send = button(texts, "request", () => this.send(), "main");
    this.element = element(
      "div",
      { className: "console" },
      element(
        "div",
        { className: "row" },
        element("code", { textContent: options.method }),
        element("div", { className: "grow" }, this.path),
        send,
      ),
      ...(options.body === undefined ? [] : [this.body]),
      this.log.element,
    );
    this.log.element.style.height = "110px";
    this.element.dataset.console = options.name;
  }

  async send() {
    const request = { method: this.options.method };
    if (this.options.body !== undefined) {
      request.body = this.body.value;
      request.headers = { "content-type": "application/json" };
    }
    const response = await fetch(this.path.value, request);
    const text = await response.text();
    this.log.add(response.ok ? "in" : "event bad", "↓", response.status + " " + text);
  }
}
