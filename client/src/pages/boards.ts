// The whiteboards of a lesson that has ended are drawn when one scrolls to them.
export function showBoards(page: Document = document): void {
  const figures = page.querySelectorAll<HTMLElement>("figure[data-board]");
  if (figures.length === 0) return;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        void import("../board/kept").then(({ showKept }) => showKept(target as HTMLElement));
      }
    },
    { rootMargin: "400px" },
  );
  for (const figure of figures) observer.observe(figure);
}
