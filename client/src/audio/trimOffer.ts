// Removes from an SDP offer what the server does not read. A browser lists a dozen codecs and extensions in each section; with
// ten slots the offer would exceed the size limit of a frame.
const LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
const KEPT =
  /^(v|o|s|t|c)=|^a=(group|mid|ice-ufrag|ice-pwd|fingerprint|setup|rtcp-mux|sendonly|recvonly|sendrecv|inactive)/;

export function trimOffer(sdp: string): string {
  const [head = "", ...sections] = sdp.split(/^(?=m=)/m);
  return [head, ...sections].map((section) => lines(section).join("\r\n") + "\r\n").join("");
}

function lines(section: string): string[] {
  const opus = /^a=rtpmap:(\d+) opus\/48000/im.exec(section)?.[1];
  const ours = new RegExp(`^a=(rtpmap|fmtp|rtcp-fb):${opus ?? "none"} `);
  return section
    .split(/\r?\n/)
    .map((line) => line.replace(/^(m=audio \d+ \S+) .*/, `$1 ${opus ?? "0"}`))
    .filter(
      (line) =>
        line.startsWith("m=") ||
        KEPT.test(line) ||
        ours.test(line) ||
        (line.startsWith("a=extmap:") && line.includes(LEVEL)) ||
        /^a=ssrc:\d+ cname:/.test(line),
    );
}
