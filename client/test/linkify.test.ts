import { describe, expect, it } from "vitest";
import { linkify } from "../src/chat/linkify";

const links = (text: string) => linkify(text).flatMap((piece) => piece.href ?? []);

describe("the links of a message", () => {
  it("are found, and the text stays complete", () => {
    const text = "See https://example.org/a?b=1&c=2, and http://example.com.";
    expect(links(text)).toEqual(["https://example.org/a?b=1&c=2", "http://example.com/"]);
    expect(
      linkify(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  it("keep their own brackets and leave those of the sentence", () => {
    expect(links("(https://example.org/pizza_(food))")).toEqual(["https://example.org/pizza_(food)"]);
    expect(links("(see https://example.org/x).")).toEqual(["https://example.org/x"]);
  });

  it("are only http and https", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "ftp://a.b",
      "//example.org",
    ]) {
      expect(links(text)).toEqual([]);
    }
  });

  it("never have a user name that looks like a host", () => {
    expect(links("https://school.example@evil.example/")).toEqual([]);
    expect(links("https://")).toEqual([]);
  });

  it("leave plain text and HTML as text", () => {
    expect(linkify("<b>no</b>")).toEqual([{ text: "<b>no</b>" }]);
    expect(links('https://a.example/"onclick="x')).toEqual(["https://a.example/"]);
    expect(linkify("")).toEqual([]);
  });
});
