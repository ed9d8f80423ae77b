/** How an answer of a quiz is called: A, B, C … */
export const letter = (choice: number) => String.fromCharCode(65 + choice);
