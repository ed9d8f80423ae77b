// As much of a document as Preact needs to render into, so that a test reads what a component shows and presses its buttons.
import { h, options, render, type ComponentChild } from "preact";
import { vi } from "vitest";
import { features } from "../../src/features";
import type { Lesson } from "../../src/lesson/lesson";
import { LessonContext } from "../../src/ui/context";

const ELEMENT = 1;
const TEXT = 3;

export class FakeNode {
  parentNode: FakeNode | null = null;
  childNodes: FakeNode[] = [];
  readonly style = { setProperty: () => {} };
  readonly attributes = new Map<string, string>();
  private readonly listeners = new Map<string, (event: object) => void>();

  constructor(
    readonly nodeType: number,
    readonly localName: string,
    public data = "",
  ) {}
  get firstChild(): FakeNode | null {
    return this.childNodes[0] ?? null;
  }
  get nextSibling(): FakeNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  insertBefore(node: FakeNode, before: FakeNode | null): void {
    node.remove();
    node.parentNode = this;
    this.childNodes.splice(before ? this.childNodes.indexOf(before) : this.childNodes.length, 0, node);
  }
  remove(): void {
    if (this.parentNode) this.parentNode.childNodes = this.parentNode.childNodes.filter((child) => child !== this);
    this.parentNode = null;
  }
  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }
  addEventListener(name: string, listener: (event: object) => void): void {
    this.listeners.set(name, listener);
  }
  removeEventListener(name: string): void {
    this.listeners.delete(name);
  }
  contains(node: FakeNode | null): boolean {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }
  focus(): void {}
  showModal(): void {}
  close(): void {}

  get text(): string {
    return this.nodeType === TEXT ? this.data : this.childNodes.map(({ text }) => text).join("");
  }
  /** All elements of this name in it. */
  all(name: string): FakeNode[] {
    return this.childNodes.flatMap((child) => [...(child.localName === name ? [child] : []), ...child.all(name)]);
  }
  /** Its name for screen readers, as far as components give one. */
  get label(): string {
    return (this.attributes.get("aria-label") ?? this.spoken).trim();
  }
  private get spoken(): string {
    if (this.attributes.get("aria-hidden") === "true") return "";
    return this.nodeType === TEXT ? this.data : this.childNodes.map(({ spoken }) => spoken).join("");
  }
  button(label: string): FakeNode | undefined {
    return this.all("button").find((button) => button.label === label);
  }
  /** A key press that reaches this element. */
  press(event: object): void {
    this.listeners.get("keydown")?.call(this, { type: "keydown", ...event });
  }
  change(): void {
    this.listeners.get("change")?.call(this, { type: "change", currentTarget: this, target: this });
  }
  click(): void {
    this.listeners.get("click")?.call(this, { type: "click", currentTarget: this, target: this });
  }
}

/** A component in a lesson, as it is rendered; `unmount` ends it. Needs fake timers. */
export function rendered(lesson: Lesson, component: ComponentChild): { root: FakeNode; unmount: () => void } {
  const root = new FakeNode(ELEMENT, "div");
  const element = (_: string, name: string) => new FakeNode(ELEMENT, name);
  const createTextNode = (text: string) => new FakeNode(TEXT, "", text);
  const document = { activeElement: null, createElementNS: element, createTextNode };
  vi.stubGlobal("document", Object.assign(new EventTarget(), document));
  vi.stubGlobal("window", new EventTarget());
  // A new function each time: a test file that ended before its effects ran would otherwise keep those of the next from running.
  options.requestAnimationFrame = (run) => void setTimeout(run);
  const show = (child: ComponentChild) => render(child, root as unknown as Element);
  show(h(LessonContext.Provider, { value: { lesson, features } }, component));
  return { root, unmount: () => show(null) };
}

/** Lets components render what has changed, and run their effects. */
export async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(100);
}
