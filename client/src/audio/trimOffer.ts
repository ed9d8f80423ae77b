// Removes from an SDP offer what the server does not read. A browser lists a dozen codecs and extensions in each section; with
// ten slots and the views the offer would exceed the size limit of a frame.
const LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
/** How packets are acknowledged, and how those that are sent name their section, their encoding and what they repeat. */
const VIDEO_EXTENSIONS = /transport-wide-cc/;
const SENT_EXTENSIONS = /sdes:(mid|rtp-stream-id|repaired-rtp-stream-id)|transport-wide-cc/;
/** What the first section says for the whole bundle. */
const PATH = /^c=|^a=(ice-ufrag|ice-pwd|fingerprint|setup)/;
const KEPT = /^(v|o|s|t)=|^a=(group|mid|rtcp-mux|sendonly|recvonly|sendrecv|inactive|rid|simulcast)/;
/** Other ways to say how much fits, and to ask for a picture that stands by itself. */
const UNUSED = /^a=rtcp-fb:\d+ (goog-remb|ccm fir)/;

export function trimOffer(sdp: string): string {
  const [head = "", ...sections] = sdp.split(/^(?=m=)/m);
  const trimmed = [head, ...sections].map((section, i) => lines(section, i <= 1).join("\r\n") + "\r\n");
  return trimmed.join("");
}

/** @param first whether the lines about the path stay */
function lines(section: string, first: boolean): string[] {
  const video = section.startsWith("m=video");
  const types = video ? videoTypes(section) : [/^a=rtpmap:(\d+) opus\/48000/im.exec(section)?.[1] ?? "0"];
  const ours = new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):(${types.join("|")}) `);
  const wanted = /^a=sendonly/m.test(section) ? SENT_EXTENSIONS : VIDEO_EXTENSIONS;
  const extension = (line: string) => (video ? wanted.test(line) : line.includes(LEVEL));
  const named = video ? /^a=ssrc(-group)?:/ : /^a=ssrc:\d+ cname:/;
  return section
    .split(/\r?\n/)
    .map((line) => line.replace(/^(m=(?:audio|video) \d+ \S+) .*/, `$1 ${types.join(" ")}`))
    .filter(
      (line) =>
        line.startsWith("m=") ||
        KEPT.test(line) ||
        (first && PATH.test(line)) ||
        (ours.test(line) && !UNUSED.test(line)) ||
        (line.startsWith("a=extmap:") && extension(line)) ||
        named.test(line),
    );
}

/** The payload types of VP8 and of H.264 in packetization mode 1, each with its retransmissions (RFC 4588). */
function videoTypes(section: string): string[] {
  const vp8 = /^a=rtpmap:(\d+) VP8\/90000/im.exec(section)?.[1];
  const h264 = [...section.matchAll(/^a=rtpmap:(\d+) H264\/90000/gim)].map(([, type = ""]) => type);
  const format = (type: string) => new RegExp(`^a=fmtp:${type} (.*)`, "m").exec(section)?.[1] ?? "";
  const modes = h264.filter((type) => format(type).includes("packetization-mode=1"));
  const baseline = modes.find((type) => /profile-level-id=42e0/i.test(format(type))) ?? modes[0];
  const found = [vp8, baseline].filter((type) => type !== undefined);
  const repeats = found.flatMap((type) => new RegExp(`^a=fmtp:(\\d+) apt=${type}\\r?$`, "m").exec(section)?.[1] ?? []);
  return [...found, ...repeats];
}
