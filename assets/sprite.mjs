/* One SVG file of every icon that the templates use, drawn from Tabler Icons (MIT) and two of our own.
   To add an icon: write its Tabler name below and run `make assets`. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

const OUTLINE = `
  alert-circle alert-triangle archive arrow-down arrow-left arrow-right arrow-up bell brand-whatsapp building calendar
  calendar-event chart-bar check chevron-down chevron-left chevron-right chevron-up circle clock cloud-off copy
  device-mobile device-mobile-share device-tablet dots-vertical download edit external-link eye eye-off file file-spreadsheet
  file-text file-zip filter flag grid-dots history home info-circle key link list lock lock-open logout mail mail-check
  mail-x map-pin menu-2 message minus paperclip pencil player-play plus printer qrcode refresh report school search send
  settings shield-check sort-ascending switch-horizontal table trash upload user users volume world writing x
`;

const FILLED = "alert-circle alert-triangle circle circle-check circle-x info-circle lock";

/* The mark of Potret: a viewfinder's corners around its subject. Half a disc in a ring: work that lags behind. */
const OWN = {
  mark: `<path fill="none" stroke="currentColor" stroke-width="2.6" d="M8.2 2.3H2.3v5.9M15.8 2.3h5.9v5.9M8.2 21.7H2.3v-5.9M15.8 21.7h5.9v-5.9"/><circle cx="12" cy="12" r="4" fill="currentColor"/>`,
  "circle-half": `<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/><path fill="currentColor" d="M12 3a9 9 0 0 0 0 18z"/>`,
};

/** Return the sprite; a filled icon is named `circle-check-filled`. */
export function sprite(folder) {
  const symbols = [
    ...names(OUTLINE).map((name) => symbol(name, inner(folder, "outline", name), OUTLINE_PAINT)),
    ...names(FILLED).map((name) => symbol(`${name}-filled`, inner(folder, "filled", name), 'fill="currentColor"')),
    ...Object.entries(OWN).map(([name, drawing]) => symbol(name, drawing, "")),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

const OUTLINE_PAINT = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

function names(list) {
  return list.trim().split(/\s+/);
}

function symbol(name, drawing, paint) {
  return `<symbol id="${name}" viewBox="0 0 24 24"${paint && ` ${paint}`}>${drawing}</symbol>`;
}

function inner(folder, style, name) {
  const drawing = readFileSync(join(folder, style, `${name}.svg`), "utf8");
  return drawing
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "")
    .replace(/\s*\n\s*/g, "");
}
