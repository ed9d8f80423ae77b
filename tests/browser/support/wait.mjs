// Waiting for a condition, never for a while: a slow machine makes a test slower, not wrong.

/** How long a condition may take to become true. */
export const TIMEOUT_MS = 60_000;

/** Asks again and again until the answer is truthy, and returns it. There is one deadline for all of it. */
export async function waitUntil(what, ask, timeout = TIMEOUT_MS) {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await withDeadline(end - performance.now(), what, ask());
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`not true within ${timeout / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Rejects when the promise has not settled in time. */
export async function withDeadline(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took too long: ${what}`)), Math.max(0, ms));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function check(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

export function checkEqual(actual, expected, sentence) {
  check(actual === expected, `${sentence}: it is ${JSON.stringify(actual)}, and should be ${JSON.stringify(expected)}`);
}
