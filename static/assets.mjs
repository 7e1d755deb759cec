// Lay out for Django what the browser needs of the npm packages, and no more:
//
//   node_modules/.assets/tabler.css   Tabler's sheet without the pointer to its source map,
//                                     which hashed static files could not resolve
//   node_modules/.assets/icons.svg    a sprite of the icons named below, drawn by {% icon "name" %}
//
// Run by `npm ci` and `npm install` (postinstall in package.json). Settings serve the folder
// under the prefix "vendor".
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = join(dirname(fileURLToPath(import.meta.url)), "..", "node_modules");
const out = join(modules, ".assets");

const icons = `
  alert-circle alert-triangle archive arrow-back-up arrow-left arrow-narrow-right arrows-sort award
  ban bell bell-ringing book books briefcase building building-bank building-community building-skyscraper
  calculator calendar calendar-due calendar-event calendar-plus calendar-stats certificate chart-bar
  chart-pie check checklist checks chevron-down chevron-left chevron-right chevron-up circle-check
  circle-x clipboard-check clipboard-list clock clock-pause clock-play coins contract copy database
  device-desktop dots download edit eye eye-off external-link file file-certificate file-check
  file-description file-download file-plus file-search file-text file-type-docx file-type-pdf filter
  flag folder folders forms gavel hammer heart-handshake help-circle history home hourglass id inbox
  info-circle key layout-dashboard link list list-check list-details lock login logout mail mail-opened
  map-pin menu-2 message message-2 message-report messages microphone minus note notebook notes
  paperclip pencil phone player-pause player-play plus presentation printer refresh report
  report-analytics rotate-clockwise-2 ruler-2 scale school search send settings shield shield-check
  shield-lock signature sitemap sort-ascending sort-descending rubber-stamp star table table-export target
  thumb-up tool transfer trash trophy upload urgent user user-check user-circle users users-group video
  world writing writing-sign x zoom-exclamation
`.trim().split(/\s+/);

function symbol(name) {
  const source = readFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const shapes = source
    .slice(source.indexOf(">") + 1, source.lastIndexOf("</svg>"))
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "")
    .replace(/\s*\n\s*/g, "");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"` +
    ` stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`
  );
}

mkdirSync(out, { recursive: true });
writeFileSync(
  join(out, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">\n${icons.map(symbol).join("\n")}\n</svg>\n`,
);
const sheet = readFileSync(join(modules, "@tabler/core/dist/css/tabler.min.css"), "utf8");
writeFileSync(join(out, "tabler.css"), sheet.replace(/\/\*# sourceMappingURL=.*?\*\/\s*$/, ""));
console.log(`assets: Tabler's sheet and ${icons.length} icons in node_modules/.assets`);
