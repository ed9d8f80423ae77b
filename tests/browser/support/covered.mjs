// Whether each control of a page can be reached by a finger or a mouse: nothing else lies on it.

/** The size of a desktop's page at 200 %. */
export const ZOOMED = { width: 640, height: 400 };

/** The names of controls in the window, in these parts of the page, on which something else lies. */
export function coveredControls({ page }, within = ".room") {
  return page.evaluate((within) => {
    const POINTS = [
      [0.5, 0.5],
      [0.15, 0.5],
      [0.85, 0.5],
      [0.5, 0.2],
      [0.5, 0.8],
    ];
    /** The part of an element that its scrolling parents show. */
    const visiblePart = (element) => {
      let { left, right, top, bottom } = element.getBoundingClientRect();
      for (let over = element.parentElement; over; over = over.parentElement) {
        if (getComputedStyle(over).overflow === "visible") continue;
        const box = over.getBoundingClientRect();
        [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
        [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return { left, right: Math.min(right, innerWidth), top, bottom: Math.min(bottom, innerHeight) };
    };
    return (
      [...document.querySelectorAll("button, a[href], input, select, textarea, summary")]
        .filter((one) => one.closest(within) && one.checkVisibility({ visibilityProperty: true }))
        // What is there for screen readers, or until it has the focus.
        .filter((one) => getComputedStyle(one).clipPath === "none")
        .flatMap((one) => {
          const { left, right, top, bottom } = visiblePart(one);
          // What is scrolled away.
          if (right - left < 8 || bottom - top < 8) return [];
          const free = POINTS.every(([x, y]) => {
            const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
            return hit && (one.contains(hit) || hit.contains(one));
          });
          return free ? [] : [one.getAttribute("aria-label") ?? one.textContent.trim() ?? one.outerHTML];
        })
    );
  }, within);
}
