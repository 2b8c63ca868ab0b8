/* The petugas's app. */

import { start } from "./isi/app.js";

start();
