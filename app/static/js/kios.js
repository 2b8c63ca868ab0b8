/* The kiosk. */

import { start } from "./kios/app.js";

start();
