// Somebody at a browser of their own: what they do, what their connection hears, and what went wrong on their page.
import { listenAtSpeakers } from "./hearing.mjs";
import { SIZES } from "./inspect.mjs";
import { readPoses } from "./poses.mjs";
import { TIMEOUT_MS, waitUntil } from "./wait.mjs";

/** Expected while the server cannot be reached. */
export const CONNECTION_LOST = Symbol("the connection is lost");

/** Chromium's name (not its wording) of what a page no longer wants: going to another page aborts what is still on its way. */
const ABORTED = "net::ERR_ABORTED";

export class Person {
  /** Main-frame navigations: a reload would count. */
  navigations = 0;
  /** How often the server has let them in or made them wait: once, and again after each loss. */
  joins = 0;
  seat;
  /** Everyone's seat, by name. */
  seats = new Map();
  /** Where the server says that everyone stands, by seat. */
  places = new Map();
  /** All that the page's console has said. */
  consoleLines = [];
  #expected = [];
  #isClosed = false;

  /**
   * @param how `size` is "desktop" or "phone"; calm people see the list instead of the 3D room, and so do those whose browser
   * has no WebGL; `expected`: statuses that are no fault on their pages, whenever they come
   */
  static async open(play, browser, name, how) {
    const { size = "desktop", url, calm = true, scripts = true, webgl = true, locale = "en-GB", expected = [] } = how;
    const context = await browser.newContext({
      ...SIZES[size],
      baseURL: url,
      locale,
      timezoneId: "Europe/Lisbon",
      javaScriptEnabled: scripts,
      colorScheme: "light",
      reducedMotion: calm ? "reduce" : "no-preference",
    });
    context.setDefaultTimeout(TIMEOUT_MS);
    if (!webgl) await context.addInitScript(() => (HTMLCanvasElement.prototype.getContext = () => null));
    await context.addInitScript(listenAtSpeakers);
    await context.addInitScript(reportPolicyViolations);
    const person = new Person(play, name, size, context, await context.newPage());
    if (expected.length > 0) person.#expected.push(expected);
    return person;
  }

  constructor(play, name, size, context, page) {
    Object.assign(this, { play, name, size, context, page });
    play.joined(this);
    page.on("framenavigated", (frame) => frame === page.mainFrame() && this.navigations++);
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => this.#receive(payload)));
    page.on("console", (message) => this.#onConsole(message));
    page.on("pageerror", (error) => this.#fault(String(error)));
    page.on("response", (answer) => {
      const status = answer.status();
      if (status >= 400 && !this.#expected.flat().includes(status)) this.#fault(`${status} ${answer.url()}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      if (why !== ABORTED && !this.#expected.includes(CONNECTION_LOST)) this.#fault(`${why} ${request.url()}`);
    });
  }

  /**
   * A message of the page has arguments. One without is the browser's own and describes what the network did. Responses and
   * failed requests show the same without depending on its words, so it counts only while nothing is expected to go wrong.
   */
  #onConsole(message) {
    if (message.type() !== "verbose") this.consoleLines.push(`${message.type()}: ${message.text()}`);
    const isBrowsers = message.args().length === 0;
    if (message.type() === "error" && !(isBrowsers && this.#expected.length > 0)) this.#fault(message.text());
  }

  #receive(payload) {
    if (typeof payload !== "string") {
      for (const [seat, place] of readPoses(payload)) this.places.set(seat, place);
      return;
    }
    const { data, event } = JSON.parse(payload);
    if (data?.resume) this.joins++;
    const room = data?.room ?? (event === "on.sessionEnter" ? data : undefined);
    if (room) {
      this.seat = room.seat;
      this.seats = new Map(room.participants.map((one) => [one.username, one.seat]));
    }
    if (event === "on.participantJoin") this.seats.set(data.username, data.seat);
  }

  #fault(text) {
    if (!this.#isClosed) this.play.fault(`${this.name}: ${text}`);
  }

  /** These statuses, or that the connection is lost, are provoked while this goes on. */
  async expecting(what, doing) {
    this.#expected.push(what);
    try {
      return await doing();
    } finally {
      // What the browser has to say of it may come a little later than the page's own words.
      await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0))).catch(() => {});
      this.#expected.splice(this.#expected.indexOf(what), 1);
    }
  }

  go(path) {
    return this.page.goto(path);
  }

  /** A button of the page itself: a notice may offer the same, and so may the banner where 3D is slow. */
  button(name) {
    return this.page.getByRole("button", { name }).and(this.page.locator(":not(.notice *, .slow-banner *)"));
  }

  press(name) {
    return this.button(name).click();
  }

  /** Reads these words on the page. */
  seesText(words) {
    return this.page.getByText(words).filter({ visible: true }).first().waitFor();
  }

  seesHeading(name) {
    return this.page.getByRole("heading", { name, exact: true }).waitFor();
  }

  /** Is in the room, and connected. */
  async isInRoom() {
    await this.page.locator(".room").waitFor();
    await this.page.locator(".banner", { hasText: /Connection lost|is restarting/ }).waitFor({ state: "detached" });
  }

  /** The panel of people or chat; on a phone one of them is open at a time, or none. */
  async openPanel(name) {
    const panel = this.page.locator(`#${name}-panel`);
    if (!(await panel.isVisible())) await this.page.locator(`#${name}-toggle`).click();
    await panel.waitFor();
    return panel;
  }

  /** Closes what lies over the stage; `close` is how its buttons begin in the page's language. */
  async closePanels(close = /^Close/) {
    if (this.size !== "phone") return;
    for (const name of ["people", "chat"]) {
      const panel = this.page.locator(`#${name}-panel`);
      if (await panel.isVisible()) await panel.getByRole("button", { name: close }).click();
    }
  }

  async sendChat(words) {
    const chat = await this.openPanel("chat");
    await chat.getByLabel("Message everyone").fill(words);
    await chat.getByRole("button", { name: "Send" }).click();
    await this.chatLine(words);
  }

  /** A line of the chat that the server has kept. */
  async chatLine(words) {
    const chat = await this.openPanel("chat");
    const line = chat.locator(".line:not(.unsent)", { hasText: words }).last();
    await line.waitFor();
    return line;
  }

  async participantRow(name) {
    const people = await this.openPanel("people");
    return people.locator(".people .person", { has: this.page.getByText(name, { exact: true }) });
  }

  async switchView(name) {
    const button = this.button(name === "list" ? "List view" : "3D room");
    await button.click();
    if (name === "list") return this.page.locator(".flat").waitFor();
    return this.page.locator('.world[data-ready="true"] canvas').waitFor();
  }

  /** Where the others see somebody stand. */
  position(seat) {
    return waitUntil(`${this.name} hears where seat ${seat} is`, () => this.places.get(seat));
  }

  /** Another window of the same browser. */
  async newWindow() {
    return new Person(this.play, this.name, this.size, this.context, await this.context.newPage());
  }

  async close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.context.close();
  }
}

/** Runs in the page, before its scripts: what the page's security policy forbids is an error of the page's own. */
function reportPolicyViolations() {
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error("forbidden by the page's policy:", violatedDirective, blockedURI),
  );
}
