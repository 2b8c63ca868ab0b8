/* What every staff page adds to plain HTML; each part leaves a page usable without it. */

import { openDialogs } from "./parts/dialogs.js";
import { explainFailures } from "./parts/failures.js";
import { closeMenus } from "./parts/menus.js";
import { revealPasswords } from "./parts/reveal.js";
import { followSelection } from "./parts/selection.js";
import { sendOnce } from "./parts/send_once.js";
import { focusSummary } from "./parts/summary.js";

closeMenus();
openDialogs();
sendOnce();
explainFailures();
followSelection();
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));

function prepare(root) {
  revealPasswords(root);
  focusSummary(root);
}
