// What the server-rendered pages need: their style, and small enhancements. Without this script every page works.
import "./pages/pages.css";
import { offerCopying } from "./pages/copy";
import { suggestTimeZone } from "./pages/zone";

offerCopying();
suggestTimeZone();
