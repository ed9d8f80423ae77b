// What the server-rendered pages need: their style, and small enhancements. Without this script every page works.
import "./pages/pages.css";
import { showBoards } from "./pages/boards";
import { offerCopying } from "./pages/copy";
import { offerDragging } from "./pages/dragParts";
import { offerShowing } from "./pages/passwords";
import { offerPresentations } from "./pages/pdf";
import { keepWork } from "./pages/keepWork";
import { waitInLimbo } from "./pages/limbo";
import { offerPrinting } from "./pages/printing";
import { keepFresh } from "./pages/refresh";
import { scrollToCurrent } from "./pages/tabs";
import { offerDropping } from "./pages/upload";
import { explainMissing } from "./pages/validity";
import { suggestTimeZone, tellTimeZone } from "./pages/zone";

offerCopying();
tellTimeZone();
suggestTimeZone();
offerDropping();
offerDragging();
offerPresentations();
showBoards();
keepFresh();
waitInLimbo();
offerPrinting();
keepWork();
offerShowing();
explainMissing();
scrollToCurrent();
// The room's figures are large, and only the profile shows one.
const form = document.querySelector<HTMLFormElement>("form[data-avatar]");
if (form) void import("./pages/avatar").then(({ offerPreview }) => offerPreview(form));
// The calendar is large, and only its page shows it.
const calendar = document.querySelector<HTMLElement>("[data-calendar]");
if (calendar) void import("./pages/calendar").then(({ showCalendar }) => showCalendar(calendar));
