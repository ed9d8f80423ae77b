// Detects a change of the network.

/** Browsers do not report every change; an unreported one shows itself by silence. */
export function onNetworkChange(changed: () => void): void {
  window.addEventListener("online", changed);
  // Chromium's (https://wicg.github.io/netinfo/); it tells changes of the mere speed as well.
  const { connection } = navigator as { connection?: EventTarget & { type?: string } };
  let before = connection?.type;
  connection?.addEventListener("change", () => {
    if (connection.type !== before) changed();
    before = connection.type;
  });
}
