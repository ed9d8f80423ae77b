// What one has in hand while drawing: the tool, its colour and width, what is selected. It outlives the view of the page.
import { signal } from "@preact/signals";
import type { BoardStyle } from "../net/protocol.gen";
import type { Lesson } from "../lesson/lesson";
import type { Tool } from "./tools";

export class Desk {
  readonly tool = signal<Tool>("pen");
  readonly style = signal<BoardStyle>({ colour: 0, width: 1 });
  /** The keys of the selected elements. */
  readonly selected = signal<ReadonlySet<string>>(new Set());
  /** The element whose text is being written. */
  readonly writing = signal<string | undefined>(undefined);
  /** Whether the list of the page's contents is open. */
  readonly list = signal(false);

  constructor(_: Lesson) {}

  readonly take = (tool: Tool) => {
    this.tool.value = tool;
    if (tool !== "select") this.selected.value = new Set();
  };
}
