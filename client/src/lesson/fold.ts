// When two names are the same to their readers, as src/unicode/fold.rs has it.

/** A text without the differences between capital and small letters, in any script. */
export function fold(text: string): string {
  const small = text.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();
  return small.replaceAll("ς", "σ").replaceAll("i\u0307", "i").normalize("NFKC");
}

/** What a search compares: the folded text without accents, which Greek leaves out in capitals. */
export function searchKey(text: string): string {
  return fold(text)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
}
