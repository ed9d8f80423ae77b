// When the network may be another one than a moment ago.

/** Not every browser tells all of its changes; what none tells shows itself by silence. */
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
