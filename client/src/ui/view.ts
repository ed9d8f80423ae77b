// Whether one sees the room in 3D or as a list, and its code for 3D, which is large and comes by itself.
import { useEffect, useState } from "preact/hooks";

const REMEMBERED = "lyceum:view";
const OFFERED = "lyceum:list-offered";
/** After the page's own things, so long is waited for a quiet moment at most. */
const QUIET_MS = 2000;

/** It comes once, however often it is asked for. */
export const room3d = () => import("../room3d/world");

/** A list where 3D cannot be or would trouble: a choice by hand is remembered. */
export function useFlat(): [boolean, (flat: boolean) => void] {
  const [flat, setFlat] = useState(isFlat);
  const choose = (flat: boolean) => {
    try {
      localStorage.setItem(REMEMBERED, flat ? "flat" : "room");
    } catch {
      // A browser that keeps nothing: it is a choice for this page only.
    }
    setFlat(flat);
  };
  return [flat, choose];
}

/** Before one comes in: has the room's code come meanwhile, so that on a slow line nobody looks at an empty stage. */
export function useRoomSoon(): void {
  useEffect(() => {
    const fetch = () => {
      // If it cannot come now, the room asks for it again, and says so if it must.
      if (!isFlat()) room3d().catch(() => {});
    };
    // Safari has no such callback.
    if (typeof requestIdleCallback === "undefined") {
      const timer = setTimeout(fetch, QUIET_MS / 4);
      return () => clearTimeout(timer);
    }
    const wait = requestIdleCallback(fetch, { timeout: QUIET_MS });
    return () => cancelIdleCallback(wait);
  }, []);
}

/** On a machine that is too slow for 3D: offers the list, once in this browser. */
export function offerListOnce(offer: () => void): void {
  try {
    if (localStorage.getItem(OFFERED)) return;
    localStorage.setItem(OFFERED, "yes");
  } catch {
    // A browser that keeps nothing is offered it once in each visit to the room.
  }
  offer();
}

function isFlat(): boolean {
  const chosen = recalled();
  if (chosen) return chosen === "flat" || !hasWebGl();
  return matchMedia("(prefers-reduced-motion: reduce)").matches || !hasWebGl();
}

function recalled(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

let webGl: boolean | undefined;

/** Found out once, for a browser has a few of them only. */
function hasWebGl(): boolean {
  try {
    return (webGl ??= !!document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}
