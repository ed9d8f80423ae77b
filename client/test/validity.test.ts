import { expect, it } from "vitest";
import { explainMissing } from "../src/pages/validity";

/** A choice of a group, as much of it as the script uses. */
class Choice {
  dataset = { missing: "Choose the correct answer." };
  said = "";
  private readonly listeners = new Map<string, () => void>();
  constructor(
    readonly form: object,
    readonly name = "right",
  ) {}
  addEventListener(name: string, listener: () => void): void {
    this.listeners.set(name, listener);
  }
  setCustomValidity(words: string): void {
    this.said = words;
  }
  fire(name: string): void {
    this.listeners.get(name)?.();
  }
}

it("a choice that is missing is asked for in the page's words, until one of its group is made", () => {
  const [quiz, another] = [{}, {}];
  const choices = [new Choice(quiz), new Choice(quiz), new Choice(another)];
  explainMissing({ querySelectorAll: () => choices } as unknown as Document);
  for (const choice of choices) choice.fire("invalid");
  expect(choices.map(({ said }) => said)).toEqual(Array(3).fill("Choose the correct answer."));
  choices[1]!.fire("change");
  expect(choices.map(({ said }) => said)).toEqual(["", "", "Choose the correct answer."]);
});
