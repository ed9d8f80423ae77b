// By which path a page receives media, and how well, as its browser counts it (W3C webrtc-stats).

/** Makes the page's peer connection known, from the next page on. */
export async function exposePeerConnection(person, confine = {}) {
  await person.page.addInitScript((confine) => {
    const { setConfiguration } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setConfiguration = function (settings) {
      window.peer = this;
      const left = (url) => !confine.relay || (url.startsWith(confine.relay) && url.endsWith(confine.by));
      const iceServers = settings.iceServers.map((server) => ({ ...server, urls: server.urls.filter(left) }));
      const iceTransportPolicy = confine.relay ? "relay" : "all";
      return setConfiguration.call(this, { ...settings, iceServers, iceTransportPolicy });
    };
  }, confine);
}

/** "udp", "tcp", or for example "relay by tls". */
export function selectedPath(person) {
  return person.page.evaluate(async () => {
    const stats = [...(await window.peer.getStats()).values()];
    const chosen = stats.find(({ type }) => type === "transport")?.selectedCandidatePairId;
    const pair = stats.find(({ id }) => id === chosen);
    const end = (id) => stats.find((one) => one.id === id);
    if (!pair) return "none";
    const { candidateType, relayProtocol } = end(pair.localCandidateId);
    return candidateType === "relay" ? `relay by ${relayProtocol}` : end(pair.remoteCandidateId).protocol;
  });
}

/** What has come, up to now: packets, and samples, some of them made up for lost ones. */
export function receivedTotals(person) {
  return person.page.evaluate(async () => {
    const heard = ({ type, kind }) => type === "inbound-rtp" && kind === "audio";
    const stats = [...(await window.peer.getStats()).values()].filter(heard);
    const sum = (read) => stats.reduce((sum, one) => sum + (read(one) ?? 0), 0);
    return {
      received: sum((one) => one.packetsReceived),
      lost: sum((one) => one.packetsLost),
      samples: sum((one) => one.totalSamplesReceived),
      concealed: sum((one) => one.concealedSamples - one.silentConcealedSamples),
    };
  });
}

/** What has come up to now of each stream, by its number: packets, and those that are missing. */
export function receivedByStream(person) {
  return person.page.evaluate(async () => {
    const heard = ({ type, kind }) => type === "inbound-rtp" && kind === "audio";
    const stats = [...(await window.peer.getStats()).values()].filter(heard);
    return Object.fromEntries(stats.map((one) => [one.ssrc, { received: one.packetsReceived, lost: one.packetsLost }]));
  });
}

/** What the teacher reads of how somebody's sound travels, once it comes by this way. */
export async function openSoundDetails(teacher, name, expected) {
  const button = (await teacher.participantRow(name)).getByRole("button", { name: `More for ${name}` });
  if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
  const menu = teacher.page.getByRole("group", { name: `More for ${name}` });
  const details = menu.locator("details");
  await details.waitFor();
  if (!(await details.evaluate((one) => one.open))) await details.locator("summary").click();
  await menu.getByText(expected).waitFor();
  return menu;
}
