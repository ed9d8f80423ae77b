// Twelve colours that people who confuse red and green, or blue and yellow, tell apart: after Okabe and Ito and Paul Tol, as dark
// on the board's paper as lines must be (3 to 1), and each with its name.
export const COLOURS = [
  { name: "black", ink: "#1d2624", note: "#e4e6e3" },
  { name: "grey", ink: "#77807d", note: "#eceeec" },
  { name: "blue", ink: "#0072b2", note: "#cfe6f5" },
  { name: "sky", ink: "#2e93c9", note: "#d9f0fb" },
  { name: "green", ink: "#007a5a", note: "#cdeee2" },
  { name: "yellow", ink: "#a37b00", note: "#fff0a8" },
  { name: "orange", ink: "#d0560a", note: "#ffdcc2" },
  { name: "red", ink: "#b3202c", note: "#f9d3d4" },
  { name: "pink", ink: "#c2478f", note: "#fbd9ec" },
  { name: "purple", ink: "#6a3d9a", note: "#e4d9f2" },
  { name: "brown", ink: "#7a4a21", note: "#eadccd" },
  { name: "navy", ink: "#1b2a6b", note: "#d6dbf0" },
] as const;

export const PAPER = "#fffdf6";
export const RULE = "#cfd8d4";
