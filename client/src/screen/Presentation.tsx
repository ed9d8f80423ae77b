// A presentation on the screen: the page to which the teacher has turned, or the one that a person looks at for themselves.
import type { Screen, Slide } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { PdfPage } from "./PdfPage";
import { PresentationModel } from "./presentation";
import { troubleInWords } from "./trouble";

interface Props {
  slide: Slide & { kind: "presentation" };
  screen: Screen;
}

export function Presentation({ slide, screen }: Props) {
  const model = useModel(PresentationModel);
  const { url, name, caption } = slide;
  const [opened, trouble] = [model.opened.value, model.trouble.value];
  const pdfPage = model.page.value;
  const place = { itemId: screen.itemId, pdfPage, followed: pdfPage === model.teachersPage.value };
  return (
    <figure class="slide slide-pdf">
      {opened ? (
        <PdfPage {...opened} place={place} />
      ) : (
        <p class="pdf-state" role="status">
          {trouble ? troubleInWords(trouble) : t("pdf-loading")}
        </p>
      )}
      <figcaption>
        {caption && `${caption} · `}
        <a href={url} download={name}>
          {name}
        </a>{" "}
        (PDF)
      </figcaption>
    </figure>
  );
}
