import { FluentBundle, FluentResource } from "@fluent/bundle";
import { expect, it } from "vitest";
import { filled } from "../filled";

const ENGLISH = `### For translators.

leave = Leave
# How many.
people = { $count ->
    [one] One person
   *[other] { $count } people
}

long = One line
    and another
stay = Stay
`;

function said(source: string, name: string, args: Record<string, number> = {}): string {
  const bundle = new FluentBundle("el", { useIsolating: false });
  expect(bundle.addResource(new FluentResource(source))).toEqual([]);
  return bundle.formatPattern(bundle.getMessage(name)!.value!, args);
}

it("fills what a language lacks with English, and changes nothing else", () => {
  const own = "leave = Έξοδος\r\nlong = Μία γραμμή\r\n    και άλλη\r\n";
  const whole = filled(own, ENGLISH);
  expect(said(whole, "leave")).toBe("Έξοδος");
  expect(said(whole, "long")).toBe("Μία γραμμή\nκαι άλλη");
  expect(said(whole, "stay")).toBe("Stay");
  expect([1, 3].map((count) => said(whole, "people", { count }))).toEqual(["One person", "3 people"]);
  expect(whole).not.toContain("translators");
});
