// Waiting for what must come true, never for a while: a slow machine makes a test slower, not wrong.
export const PATIENCE = 60_000;

/** Asks again and again until it answers with something true, which it hands on. */
export async function until(what, ask, patience = PATIENCE) {
  const end = performance.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`never came true within ${patience / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function must(truth, sentence) {
  if (!truth) throw new Error(sentence);
}

export function same(is, should, sentence) {
  must(is === should, `${sentence}: it is ${JSON.stringify(is)}, and should be ${JSON.stringify(should)}`);
}
