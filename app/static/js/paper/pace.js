/* How fast the stack goes, and how long it still takes. */

const PAUSE = 180; // s; a longer gap was a telephone call, not a sheet

export function pace(place, expected) {
  const gaps = [];
  let last = 0;
  return {
    saved(done) {
      const now = Date.now();
      const gap = (now - last) / 1000;
      if (last && gap < PAUSE) gaps.push(gap);
      last = now;
      if (gaps.length < 3) return;
      const recent = gaps.slice(-20);
      const mean = recent.reduce((sum, each) => sum + each, 0) / recent.length;
      const left = expected - done;
      place.textContent = `rata-rata ${Math.round(mean)} detik per lembar`;
      if (left > 0) place.textContent += `, sekitar ${Math.max(1, Math.round((left * mean) / 60))} menit lagi`;
      place.hidden = false;
    },
  };
}
