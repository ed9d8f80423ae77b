// Finds what is left in Latin letters on a Greek page, in its texts and in what screen readers say.

/** These are written so in Greek, too. */
const ALSO = [
  ...["email", "Email", "Lyceum", "PDF", "CSV", "Markdown", "JSON", "QR", "TURN", "UDP", "TCP", "TLS", "IP", "UTC"],
  ...["kB", "MB", "GB", "byte", "bytes", "ms", "OBS", "RNNoise", "WHIP", "WHEP", "Bearer", "Server", "Token"],
  ...["Chrome", "Linux"],
];

/** Addresses, settings of the server, time zones and codes of lessons are in no language. */
const NO_WORDS = [
  /\S+@\S+/g,
  /https?:\/\/\S+/g,
  /127\.0\.0\.1\S*/g,
  /\b[\w-]+\.example\b/g,
  /\bLYCEUM_\w+/g,
  /\b[A-Z]\w+\/[A-Z]\w+/g,
  /\b(?=\w*\d)\w+\b/g,
  /\b[A-Z]{5}\b/g,
];

/**
 * The Latin words of the page that are none of these, nor `given` by its people: usernames and the like. All time zones are
 * called by their English names, and what is `foreign` is somebody else's.
 */
export async function latinWords({ page }, given = [], foreign = "#time_zone") {
  const texts = (await Promise.all(page.frames().map((frame) => frame.evaluate(read, foreign)))).flat();
  const fine = new Set([...ALSO, ...given]);
  return texts.flatMap((text) => {
    const words =
      NO_WORDS.reduce((text, what) => text.replaceAll(what, " "), text).match(/[A-Za-z][\w.-]*[A-Za-z]/g) ?? [];
    const left = words.filter((word) => !fine.has(word));
    return left.length > 0 ? [`“${text.trim().slice(0, 80)}” is not Greek: ${left.join(", ")}`] : [];
  });
}

/** Runs in the page: its texts, but for those that are said to be in another language. */
function read(foreign) {
  const greek = (one) => one.closest("[lang]")?.lang === "el" && !one.closest(foreign);
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.closest("script, style, noscript") && greek(parent)) texts.push(node.data);
  }
  for (const name of ["alt", "aria-label", "aria-valuetext", "title", "placeholder"]) {
    for (const one of document.querySelectorAll(`[${name}]`)) if (greek(one)) texts.push(one.getAttribute(name));
  }
  return texts;
}
