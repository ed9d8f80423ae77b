// What a language's Fluent file lacks, it says in English: put in when the client is built, so that a browser loads one
// language and no other.

/** @returns the texts of `own`, and those of `english` that it lacks; without the comments. */
export function filled(own: string, english: string): string {
  return [...new Map([...textsOf(english), ...textsOf(own)]).values()].join("\n");
}

/** The texts by their names, each with all its lines. */
function textsOf(source: string): Map<string, string> {
  const texts = new Map<string, string>();
  let name = "";
  for (const line of source.split(/\r?\n/)) {
    const begins = /^([a-z][\w-]*) *=/i.exec(line)?.[1];
    if (begins) texts.set((name = begins), line);
    else if (/^[ }]/.test(line) && name) texts.set(name, `${texts.get(name)}\n${line}`);
    else if (line) name = "";
  }
  return texts;
}
