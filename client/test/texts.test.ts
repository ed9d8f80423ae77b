import { afterEach, describe, expect, it } from "vitest";
import { language, pieces, refusal, speak, t } from "../src/texts";

describe("the lesson's words", () => {
  afterEach(() => speak("en"));

  it("are those of the page's language", async () => {
    expect([language(), t("leave")]).toEqual(["en", "Leave"]);
    await speak("el");
    expect([language(), t("leave")]).toEqual(["el", "Έξοδος"]);
  });

  it("are English for a page in a language that there is not", async () => {
    await speak("xx");
    expect([language(), t("leave")]).toEqual(["en", "Leave"]);
  });

  it("count as the language does", async () => {
    expect([0, 1, 2].map((count) => t("room-waiting", { count }))).toEqual([
      "Nobody waits yet.",
      "One person waits.",
      "2 people wait.",
    ]);
    await speak("el");
    expect(t("travels-figures", { packets: 1234, lost: 0.5, jitter: 3 })).toMatch(/^1\.234 πακέτα, 0,5 %/);
  });

  it("say of a refusal what its code says, or else what the server said", async () => {
    await speak("el");
    expect(refusal("room_full", "The room is full.")).toBe("Η αίθουσα είναι γεμάτη.");
    expect(refusal("of_tomorrow", "Not today.")).toBe("Not today.");
  });

  it("say their name rather than nothing", () => {
    expect(t("no-such-text")).toBe("no-such-text");
    expect(t("news-came")).toContain("came in.");
  });

  it("have marked parts, and what a name says is none", () => {
    expect(pieces("board-with", { teacher: "<strong>Eve</strong>" })).toEqual([
      { text: "with " },
      { text: "<strong>Eve</strong>", tag: "strong" },
    ]);
    expect(pieces("join-account").map(({ tag }) => tag)).toEqual([undefined, "a", undefined]);
  });
});
