import { afterEach, describe, expect, it } from "vitest";
import { language, pieces, refusal, loadLanguage, t } from "../src/texts";

describe("the texts of a lesson", () => {
  afterEach(() => loadLanguage("en"));

  it("are in the page's language", async () => {
    expect([language(), t("leave")]).toEqual(["en", "Leave"]);
    await loadLanguage("el");
    expect([language(), t("leave")]).toEqual(["el", "Έξοδος"]);
  });

  it("are English for a page in an unknown language", async () => {
    await loadLanguage("xx");
    expect([language(), t("leave")]).toEqual(["en", "Leave"]);
  });

  it("use the plural forms of the language", async () => {
    expect([0, 1, 2].map((count) => t("room-waiting", { count }))).toEqual([
      "Nobody is waiting yet.",
      "One person is waiting.",
      "2 people are waiting.",
    ]);
    await loadLanguage("el");
    expect(t("travels-figures", { packets: 1234, lost: 0.5, jitter: 3 })).toMatch(/^1\.234 πακέτα, 0,5 %/);
  });

  it("explain a refusal by its code, or else in the words of the server", async () => {
    await loadLanguage("el");
    expect(refusal("room_full", "The room is full.")).toBe("Η αίθουσα είναι γεμάτη.");
    expect(refusal("of_tomorrow", "Not today.")).toBe("Not today.");
  });

  it("show their key when they are missing", () => {
    expect(t("no-such-text")).toBe("no-such-text");
    expect(t("news-came")).toContain("joined.");
  });

  it("have marked pieces, and a variable never adds one", () => {
    expect(pieces("board-with", { teacher: "<strong>Eve</strong>" })).toEqual([
      { text: "with " },
      { text: "<strong>Eve</strong>", tag: "strong" },
    ]);
    expect(pieces("join-account").map(({ tag }) => tag)).toEqual([undefined, "a", undefined]);
  });
});
