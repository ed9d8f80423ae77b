import { describe, expect, it } from "vitest";
import { displayNames } from "../src/lesson/displayNames";
import { fold, searchKey } from "../src/lesson/fold";
import { t } from "../src/texts";

describe("names in any script", () => {
  it("are found in capitals, which leave accents out", () => {
    expect(searchKey("Μάριος Παπαδόπουλος")).toContain(searchKey("ΜΑΡΙΟΣ"));
    expect(searchKey("İbrahim")).toContain(searchKey("IBRAHIM"));
    expect(fold("μαριος")).toBe(fold("ΜΑΡΙΟΣ"));
  });

  it("are told apart when they look alike", () => {
    const people = ["Μαριος", "ΜΑΡΙΟΣ", "שלום", "שלום"].map((username, seat) => ({
      participantId: `${seat}`,
      username,
      seat,
    }));
    expect([...displayNames(people).values()]).toEqual(["Μαριος", "ΜΑΡΙΟΣ (2)", "שלום", "\u2068שלום\u2069 (2)"]);
  });

  it("keep their direction to themselves", () => {
    expect(t("room-you-are", { name: "שלום" })).toContain("\u2068שלום\u2069");
    expect(t("room-you-are", { name: "Zoë" })).not.toContain("\u2068");
  });
});
