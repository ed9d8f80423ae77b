// Which panels are open. Beside the stage there is room for all of them; on a phone, for one sheet at a time.
import { useEffect, useRef, useState } from "preact/hooks";

const WIDE = "(min-width: 64rem)";

/** @param names of all panels */
export function usePanels(names: readonly string[]) {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(wide ? names : []));
  const latest = useRef<string | undefined>(undefined);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const change = () => {
      setWide(query.matches);
      setOpen(new Set(query.matches ? names : []));
    };
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  // The focus follows into what was opened by hand.
  useEffect(() => {
    if (!latest.current) return;
    document.getElementById(`${latest.current}-panel`)?.querySelector<HTMLElement>("[data-first]")?.focus();
    latest.current = undefined;
  }, [open]);

  const close = (name: string) => {
    setOpen(new Set([...open].filter((other) => other !== name)));
    document.getElementById(`${name}-toggle`)?.focus();
  };
  const toggle = (name: string) => {
    if (open.has(name)) return close(name);
    latest.current = name;
    setOpen(new Set(wide ? [...open, name] : [name]));
  };
  return { open, toggle, close };
}
