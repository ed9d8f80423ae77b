// Why a PDF cannot be shown, in words.
import type { PdfTrouble } from "../pdf/options";
import { t } from "../texts";

export function troubleInWords(trouble: PdfTrouble): string {
  switch (trouble) {
    case "password":
      return t("pdf-password");
    case "broken":
      return t("pdf-broken");
    case "long":
      return t("pdf-long");
    case "lost":
      return t("pdf-lost");
  }
}
