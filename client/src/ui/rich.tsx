// A text with parts that are more than text: `<strong>` by itself, `<a>` as its caller wants it.
import type { ComponentChild } from "preact";
import { pieces, type Variables } from "../texts";

type Wrap = Record<string, (text: string) => ComponentChild>;

export function rich(key: string, variables?: Variables, wrap: Wrap = {}): ComponentChild[] {
  return pieces(key, variables).map(({ text, tag }) => {
    if (!tag) return text;
    return wrap[tag] ? wrap[tag](text) : <strong key={text}>{text}</strong>;
  });
}
