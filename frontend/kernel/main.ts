/** The shell on every page: styles, htmx, and the small islands that a page may hold. */
import "./main.scss";
import htmx from "htmx.org";
import { wakeAll } from "./islands/wake";

htmx.config.includeIndicatorCSS = false;

document.documentElement.classList.add("has-script");
wakeAll(document);
document.addEventListener("htmx:after:swap", () => wakeAll(document));
