import { describe, expect, it } from "vitest";
import { answerOf, summary } from "../src/audio/paths";

const paths = {
  user: "probe1",
  password: "secret",
  addresses: ["192.0.2.1:7882", "[2001:db8::1]:7882"],
  iceServers: [],
};

describe("the check of paths", () => {
  it("tries each address over one transport", () => {
    const udp = answerOf(paths, "udp");
    expect(udp).toContain("a=candidate:0 1 udp 2130706431 192.0.2.1 7882 typ host\r\n");
    expect(udp).toContain("a=candidate:1 1 udp 2130706175 2001:db8::1 7882 typ host\r\n");
    expect(answerOf(paths, "tcp")).toContain("192.0.2.1 7882 typ host tcptype passive\r\n");
    expect(udp).toContain("a=ice-ufrag:probe1\r\na=ice-pwd:secret\r\n");
  });

  it("summarises the result, and says what to do when there is no path", () => {
    expect(summary({ udp: true, tcp: false, relay: undefined })).toMatchObject({ good: true });
    expect(summary({ udp: false, tcp: true, relay: undefined }).text).toContain("Sound works");
    expect(summary({ udp: false, tcp: false, relay: true }).good).toBe(true);
    const later = summary({ udp: false, tcp: false, relay: undefined });
    expect(later).toMatchObject({ good: false, text: expect.stringContaining("when you join") as string });
    const none = summary({ udp: false, tcp: false, relay: false });
    expect(none.good).toBe(false);
    expect(none.text).toContain("Try another");
  });
});
