// Somebody at a browser of their own: what they do, what their connection hears, and what went wrong on their page.
import { listenAtSpeakers } from "./ears.mjs";
import { readPoses } from "./poses.mjs";
import { PATIENCE, until } from "./until.mjs";

export const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

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
  #problems = [];
  #forgiven = [];

  /** @param how calm people see the list instead of the 3D room, and so do those whose browser has no WebGL */
  static async at(browser, name, { size, url, calm = true, scripts = true, webgl = true, locale = "en-GB" }) {
    const context = await browser.newContext({
      ...SIZES[size],
      baseURL: url,
      locale,
      timezoneId: "Europe/Lisbon",
      javaScriptEnabled: scripts,
      colorScheme: "light",
      reducedMotion: calm ? "reduce" : "no-preference",
    });
    context.setDefaultTimeout(PATIENCE);
    if (!webgl) await context.addInitScript(() => (HTMLCanvasElement.prototype.getContext = () => null));
    await context.addInitScript(listenAtSpeakers);
    return new Person(name, size, context, await context.newPage());
  }

  constructor(name, size, context, page) {
    Object.assign(this, { name, size, context, page });
    page.on("framenavigated", (frame) => frame === page.mainFrame() && this.navigations++);
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => this.#hear(payload)));
    page.on("console", (said) => said.type() === "error" && this.#trouble(said.text()));
    page.on("pageerror", (error) => this.#trouble(String(error)));
    page.on("response", (answer) => answer.status() >= 400 && this.#trouble(`${answer.status()} ${answer.url()}`));
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      // Going to another page aborts what is still on its way.
      if (why !== "net::ERR_ABORTED") this.#trouble(`${why} ${request.url()}`);
    });
  }

  #hear(payload) {
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

  #trouble(text) {
    if (!this.#forgiven.some((pattern) => pattern.test(text))) this.#problems.push(`${this.name}: ${text}`);
  }

  /** What went wrong and was not provoked, told once. */
  problems() {
    return this.#problems.splice(0);
  }

  /** Trouble of this kind is provoked while this goes on. */
  async amid(pattern, doing) {
    this.#forgiven.push(pattern);
    try {
      return await doing();
    } finally {
      // What the browser has to say of it may come a little later than the page's own words.
      await this.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0))).catch(() => {});
      this.#forgiven.splice(this.#forgiven.indexOf(pattern), 1);
    }
  }

  go(path) {
    return this.page.goto(path);
  }

  button(name) {
    return this.page.getByRole("button", { name });
  }

  press(name) {
    return this.button(name).click();
  }

  /** Reads these words on the page. */
  reads(words) {
    return this.page.getByText(words).filter({ visible: true }).first().waitFor();
  }

  heading(name) {
    return this.page.getByRole("heading", { name, exact: true }).waitFor();
  }

  /** Is in the room, and connected. */
  async isIn() {
    await this.page.locator(".room").waitFor();
    await this.page.locator(".banner", { hasText: /connection is lost|restarts/ }).waitFor({ state: "detached" });
  }

  /** The panel of people or chat; on a phone one of them is open at a time, or none. */
  async panel(name) {
    const panel = this.page.locator(`#${name}-panel`);
    if (!(await panel.isVisible())) await this.page.locator(`#${name}-toggle`).click();
    await panel.waitFor();
    return panel;
  }

  /** Closes what lies over the stage; `close` is how its buttons begin in the page's language. */
  async stage(close = /^Close/) {
    if (this.size !== "phone") return;
    for (const name of ["people", "chat"]) {
      const panel = this.page.locator(`#${name}-panel`);
      if (await panel.isVisible()) await panel.getByRole("button", { name: close }).click();
    }
  }

  async say(words) {
    const chat = await this.panel("chat");
    await chat.getByLabel("Write to everyone").fill(words);
    await chat.getByRole("button", { name: "Send" }).click();
    await this.line(words);
  }

  /** A line of the chat that the server has kept. */
  async line(words) {
    const chat = await this.panel("chat");
    const line = chat.locator(".line:not(.unsent)", { hasText: words }).last();
    await line.waitFor();
    return line;
  }

  async row(name) {
    const people = await this.panel("people");
    return people.locator(".people .person", { has: this.page.getByText(name, { exact: true }) });
  }

  async view(name) {
    const button = this.button(name === "list" ? "List view" : "3D room");
    await button.click();
    if (name === "list") return this.page.locator(".flat").waitFor();
    return this.page.locator('.world[data-ready="true"] canvas').waitFor();
  }

  /** Where the others see somebody stand. */
  place(seat) {
    return until(`${this.name} hears where seat ${seat} is`, () => this.places.get(seat));
  }

  /** Another window of the same browser. */
  async window() {
    return new Person(this.name, this.size, this.context, await this.context.newPage());
  }

  leave() {
    return this.context.close();
  }
}
